/* Two GPUs that answer like NVIDIA's management library; the second one does not tell its use and its temperature. */
#include <string.h>

static char first, second;

int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }

int nvmlDeviceGetCount_v2(unsigned int *count) {
    *count = 2;
    return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
    *device = index == 0 ? &first : &second;
    return index < 2 ? 0 : 2;
}

int nvmlDeviceGetName(void *device, char *name, unsigned int length) {
    strncpy(name, device == &first ? "Fake One" : "Fake Two", length);
    return 0;
}

int nvmlDeviceGetUtilizationRates(void *device, unsigned int *rates) {
    if (device != &first) return 3;
    rates[0] = 37;
    rates[1] = 12;
    return 0;
}

int nvmlDeviceGetMemoryInfo(void *device, unsigned long long *bytes) {
    bytes[0] = 85899345920ULL;
    bytes[1] = 85899345920ULL - 6442450944ULL;
    bytes[2] = 6442450944ULL;
    return 0;
}

int nvmlDeviceGetTemperature(void *device, int sensor, unsigned int *celsius) {
    if (device != &first || sensor != 0) return 3;
    *celsius = 41;
    return 0;
}
