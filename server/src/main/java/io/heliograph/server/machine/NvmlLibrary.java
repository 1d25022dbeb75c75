package io.heliograph.server.machine;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The functions of NVIDIA's management library (NVML) that are called here; names and parameters are those of {@code nvml.h}.
 * Each returns 0 for success. Thread-safe.
 */
interface NvmlLibrary extends Library {
    /** {@code NVML_SUCCESS}. */
    int SUCCESS = 0;

    /** {@code NVML_TEMPERATURE_GPU}, the sensor on the die. */
    int TEMPERATURE_ON_DIE = 0;

    int nvmlInit_v2();

    int nvmlShutdown();

    int nvmlDeviceGetCount_v2(IntByReference count);

    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    /** @param name gets the name, ended by a zero byte */
    int nvmlDeviceGetName(Pointer device, byte[] name, int length);

    /** @param rates gets {@code nvmlUtilization_t}: GPU, memory; percent */
    int nvmlDeviceGetUtilizationRates(Pointer device, int[] rates);

    /** @param bytes gets {@code nvmlMemory_t}: total, free, used; bytes */
    int nvmlDeviceGetMemoryInfo(Pointer device, long[] bytes);

    int nvmlDeviceGetTemperature(Pointer device, int sensor, IntByReference celsius);
}
