package io.heliograph.server.machine;

import org.jspecify.annotations.Nullable;

/**
 * One GPU at one moment; null is what it does not tell. Immutable.
 *
 * @param index number of the GPU as the driver counts, from 0
 * @param name as its maker calls it
 * @param utilizationPercent share of the last moment in which it computed, 0…100
 * @param memoryUtilizationPercent share of the last moment in which its memory was read or written, 0…100
 * @param memoryTotalBytes its memory
 * @param memoryUsedBytes how much of it is taken, by all processes
 * @param temperatureCelsius its temperature
 */
public record Gpu(
        int index,
        String name,
        @Nullable Integer utilizationPercent,
        @Nullable Integer memoryUtilizationPercent,
        @Nullable Long memoryTotalBytes,
        @Nullable Long memoryUsedBytes,
        @Nullable Integer temperatureCelsius) {}
