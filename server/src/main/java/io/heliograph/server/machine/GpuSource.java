package io.heliograph.server.machine;

import java.util.List;

/** Asks the GPUs. Implementations are asked by one thread at a time and may take long: the driver is asked. */
interface GpuSource extends AutoCloseable {

    /** The GPUs that can be read, in the driver's order; none is no error. */
    List<Gpu> read();

    @Override
    void close();
}
