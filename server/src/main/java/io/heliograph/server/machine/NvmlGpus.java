package io.heliograph.server.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The GPUs of NVIDIA's driver. Confined to the thread that asks. */
final class NvmlGpus implements GpuSource {
    /** What the driver installs; the name without number comes with the development files only. */
    static final String LIBRARY = "libnvidia-ml.so.1";

    /** {@code NVML_DEVICE_NAME_V2_BUFFER_SIZE}. */
    private static final int NAME_BYTES = 96;

    private final NvmlLibrary library;

    private NvmlGpus(NvmlLibrary library) {
        this.library = library;
    }

    /**
     * Loads the driver's library.
     *
     * @param name file name or path of the library
     * @throws GpusUnavailableException in one line, if there is no such library or it cannot be used
     */
    static NvmlGpus open(String name) {
        try {
            return open(Native.load(name, NvmlLibrary.class));
        } catch (UnsatisfiedLinkError e) {
            throw new GpusUnavailableException(name + " cannot be loaded", e);
        }
    }

    /** Starts a library that is loaded. */
    static NvmlGpus open(NvmlLibrary library) {
        int result;
        try {
            result = library.nvmlInit_v2();
        } catch (UnsatisfiedLinkError e) {
            throw new GpusUnavailableException("it has no nvmlInit_v2", e);
        }
        if (result != NvmlLibrary.SUCCESS) {
            throw new GpusUnavailableException("NVML does not start: error " + result, null);
        }
        return new NvmlGpus(library);
    }

    @Override
    public List<Gpu> read() {
        IntByReference count = new IntByReference();
        if (library.nvmlDeviceGetCount_v2(count) != NvmlLibrary.SUCCESS) {
            return List.of();
        }
        List<Gpu> gpus = new ArrayList<>();
        for (int index = 0; index < count.getValue(); index++) {
            PointerByReference device = new PointerByReference();
            if (library.nvmlDeviceGetHandleByIndex_v2(index, device) == NvmlLibrary.SUCCESS) {
                gpus.add(gpu(index, device.getValue()));
            }
        }
        return List.copyOf(gpus);
    }

    @Override
    public void close() {
        library.nvmlShutdown();
    }

    private Gpu gpu(int index, Pointer device) {
        byte[] name = new byte[NAME_BYTES];
        boolean isNamed = library.nvmlDeviceGetName(device, name, name.length) == NvmlLibrary.SUCCESS;
        int[] rates = new int[2];
        boolean isRated = library.nvmlDeviceGetUtilizationRates(device, rates) == NvmlLibrary.SUCCESS;
        long[] bytes = new long[3];
        boolean isMeasured = library.nvmlDeviceGetMemoryInfo(device, bytes) == NvmlLibrary.SUCCESS;
        return new Gpu(
                index,
                isNamed ? Native.toString(name, UTF_8) : "unknown",
                isRated ? rates[0] : null,
                isRated ? rates[1] : null,
                isMeasured ? bytes[0] : null,
                isMeasured ? bytes[2] : null,
                temperature(device));
    }

    private @Nullable Integer temperature(Pointer device) {
        IntByReference celsius = new IntByReference();
        int result = library.nvmlDeviceGetTemperature(device, NvmlLibrary.TEMPERATURE_ON_DIE, celsius);
        return result == NvmlLibrary.SUCCESS ? celsius.getValue() : null;
    }
}
