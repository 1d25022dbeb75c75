package io.heliograph.server.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPUs through NVML: through a library of ours that answers as NVIDIA's does, and through scripted answers. */
final class NvmlGpusTest {
    private static final long GIB = 1L << 30;

    @Test
    void figuresComeThroughASharedLibrary(@TempDir Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("libfake-nvml.so");
        if (!isCompiled(library)) {
            System.out.println("not checked, because there is no C compiler: the calls into a real shared library");
            return;
        }
        try (NvmlGpus gpus = NvmlGpus.open(library.toString())) {
            assertEquals(
                    List.of(
                            new Gpu(0, "Fake One", 37, 12, 80 * GIB, 6 * GIB, 41),
                            new Gpu(1, "Fake Two", null, null, 80 * GIB, 6 * GIB, null)),
                    gpus.read());
        }
    }

    @Test
    void aMissingLibraryIsOneLine() {
        GpusUnavailableException failure =
                assertThrows(GpusUnavailableException.class, () -> NvmlGpus.open("libno-such-nvml.so.1"));
        assertEquals("libno-such-nvml.so.1 cannot be loaded", failure.getMessage());
    }

    @Test
    void aLibraryOfSomethingElseIsOneLine() {
        GpusUnavailableException failure =
                assertThrows(GpusUnavailableException.class, () -> NvmlGpus.open("libc.so.6"));
        assertEquals("it has no nvmlInit_v2", failure.getMessage());
    }

    @Test
    void aDriverThatDoesNotStartIsOneLine() {
        ScriptedNvml nvml = new ScriptedNvml();
        nvml.initResult = 9;
        GpusUnavailableException failure = assertThrows(GpusUnavailableException.class, () -> NvmlGpus.open(nvml));
        assertEquals("NVML does not start: error 9", failure.getMessage());
    }

    @Test
    void whatADriverRefusesIsUnknownAndNoError() {
        ScriptedNvml nvml = new ScriptedNvml();
        nvml.count = 2;
        nvml.figuresResult = 3;
        nvml.unreadableIndex = 0;
        try (NvmlGpus gpus = NvmlGpus.open(nvml)) {
            assertEquals(List.of(new Gpu(1, "unknown", null, null, null, null, null)), gpus.read());
            nvml.countResult = 15;
            assertEquals(List.of(), gpus.read());
        }
        assertTrue(nvml.isShutDown);
    }

    private static boolean isCompiled(Path library) throws IOException, InterruptedException {
        Path source = Path.of("src/test/resources/nvml/fake_nvml.c");
        try {
            Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .inheritIO()
                    .start();
            return compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0 && Files.exists(library);
        } catch (IOException e) {
            return false;
        }
    }
}
