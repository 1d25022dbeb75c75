package io.heliograph.server.machine;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/** NVML as a test wants it. Confined to the test's thread. */
final class ScriptedNvml implements NvmlLibrary {
    int initResult;
    int countResult;
    int count;
    int figuresResult;
    int unreadableIndex = -1;
    boolean isShutDown;

    @Override
    public int nvmlInit_v2() {
        return initResult;
    }

    @Override
    public int nvmlShutdown() {
        isShutDown = true;
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetCount_v2(IntByReference found) {
        found.setValue(count);
        return countResult;
    }

    @Override
    public int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device) {
        return index == unreadableIndex ? 15 : SUCCESS;
    }

    @Override
    public int nvmlDeviceGetName(Pointer device, byte[] name, int length) {
        return figuresResult;
    }

    @Override
    public int nvmlDeviceGetUtilizationRates(Pointer device, int[] rates) {
        return figuresResult;
    }

    @Override
    public int nvmlDeviceGetMemoryInfo(Pointer device, long[] bytes) {
        return figuresResult;
    }

    @Override
    public int nvmlDeviceGetTemperature(Pointer device, int sensor, IntByReference celsius) {
        return figuresResult;
    }
}
