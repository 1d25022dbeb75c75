package io.heliograph.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the house: who may know whom. */
final class ArchitectureTest {
    private static final String ROOT = "io.heliograph.server";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void grpcIsKnownToItsTransportsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".transport.grpc", ROOT + ".transport.helidon")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.heliograph.proto..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void helidonIsKnownToTransportsConfigAndRootAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".transport..", ROOT + ".config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..")
                .check(CLASSES);
    }

    @Test
    void helidonsHttp2AndGrpcAreKnownToTheirTransportAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".transport.helidon")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.helidon.webserver.grpc..", "io.helidon.webserver.http2..", "io.helidon.http.http2..")
                .check(CLASSES);
    }

    @Test
    void onnxRuntimeIsKnownToDecodeAndVadAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".decode..", ROOT + ".vad")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void sqlIsKnownToTheStoreAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void theAuditKnowsNothingOfWhatIsWrittenDown() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".audit")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.resideInAnyPackage(ROOT + ".audit", ROOT + ".error"))))
                .check(CLASSES);
    }

    @Test
    void accountsKnowNothingOfWhatTheyMayDo() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".accounts")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                ROOT + ".accounts", ROOT + ".error", ROOT + ".concurrent", ROOT + ".time"))))
                .check(CLASSES);
    }

    @Test
    void password4jIsKnownToAccountsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".accounts")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.password4j..")
                .check(CLASSES);
    }

    @Test
    void clocksAndSleepAreKnownToTimeAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".time")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(CLASSES);
    }

    @Test
    void enginesKnowNoSessionsLimitsMetricsOrWires() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".decode..", ROOT + ".vad", ROOT + ".audio", ROOT + ".endpoint")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".admission",
                        ROOT + ".stream",
                        ROOT + ".limits",
                        ROOT + ".telemetry",
                        ROOT + ".transport..",
                        ROOT + ".control",
                        ROOT + ".store..")
                .check(CLASSES);
    }

    @Test
    void loadingModelsKnowsNoStreamsLimitsOrWires() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".loading")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".admission",
                        ROOT + ".stream",
                        ROOT + ".limits",
                        ROOT + ".telemetry",
                        ROOT + ".transport..",
                        ROOT + ".store..")
                .check(CLASSES);
    }
}
