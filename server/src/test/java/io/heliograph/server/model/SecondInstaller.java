package io.heliograph.server.model;

import io.heliograph.server.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of its own that installs into a folder: the other server that starts at the same moment. */
final class SecondInstaller implements PullProgress {

    private boolean told;

    private SecondInstaller() {}

    /** Arguments: models folder, folder with the wheel, PATH. Prints notes, "bytes" when some have come, and what it installed. */
    public static void main(String[] args) throws IOException {
        ModelStore store = new ModelStore(
                Path.of(args[0]), TestWheel.write(Path.of(args[1])).manifests());
        List<String> installed = new ModelInstaller(
                        store, Map.of("PATH", args[2]), Ticker.system(), ModelInstallerTest.TIMES)
                .install(TestWheel.BOTH, new SecondInstaller());
        System.out.println("installed=" + installed);
    }

    @Override
    public void note(String line) {
        System.out.println(line);
    }

    @Override
    public void transferred(long doneBytes, long totalBytes) {
        if (!told) {
            System.out.println("bytes");
            told = true;
        }
    }
}
