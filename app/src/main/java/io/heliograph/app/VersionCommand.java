package io.heliograph.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heliograph version}: what is running, for bug reports and load-test reports. Confined to the calling thread. */
@Command(name = "version", description = "Print the version of Heliograph, Java and the operating system.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        for (String line : getVersion()) {
            CommandOutput.of(spec).out(line);
        }
        return CommandOutput.OK;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "heliograph " + version(),
            "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
            "os " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                    + System.getProperty("os.arch")
        };
    }

    /** The version in the manifest of the jar; classes that run outside of one have none. */
    private static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
