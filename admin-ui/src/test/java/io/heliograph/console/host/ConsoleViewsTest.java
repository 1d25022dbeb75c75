package io.heliograph.console.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.vaadin.flow.component.dependency.CssImport;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The console's house rules: every page is listed and guarded, and control is all it knows of the server. */
final class ConsoleViewsTest {
    private static final String ROOT = "io.heliograph.console";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static Set<String> names(Predicate<JavaClass> wanted) {
        return CLASSES.stream().filter(wanted).map(JavaClass::getName).collect(Collectors.toSet());
    }

    private static Set<String> names(Collection<? extends Class<?>> classes) {
        return classes.stream().map(Class::getName).collect(Collectors.toSet());
    }

    @Test
    void everyRouteIsListed() {
        assertEquals(
                names(each -> each.isAnnotatedWith(Route.class) || each.isAnnotatedWith(Layout.class)),
                names(ConsoleViews.ROUTES));
    }

    @Test
    void everyErrorPageIsListed() {
        assertEquals(names(each -> each.isAssignableTo(HasErrorParameter.class)), names(ConsoleViews.ERRORS));
    }

    @Test
    void everyPageSaysWhoMayOpenIt() {
        assertEquals(
                Set.of(),
                names(each -> (each.isAnnotatedWith(Route.class) || each.isAnnotatedWith(Layout.class))
                        && !each.isAnnotatedWith(RolesAllowed.class)
                        && !each.isAnnotatedWith(PermitAll.class)
                        && !each.isAnnotatedWith(AnonymousAllowed.class)));
        assertEquals(
                Set.of("io.heliograph.console.shell.SignInPage"),
                names(each -> each.isAnnotatedWith(Route.class) && each.isAnnotatedWith(AnonymousAllowed.class)));
    }

    @Test
    void theNavigationLeadsToListedPages() {
        ConsoleViews.NAVIGATION.forEach(entry -> assertTrue(ConsoleViews.ROUTES.contains(entry.page()), entry.label()));
    }

    /** Each of these would make the build look for Node and a registry. */
    @Test
    void nothingAsksForABundleOfItsOwn() {
        assertEquals(
                Set.of(),
                names(each -> each.isAnnotatedWith(CssImport.class)
                        || each.isAnnotatedWith(NpmPackage.class)
                        || each.isAnnotatedWith("com.vaadin.flow.theme.Theme")
                        || (each.isAnnotatedWith(JsModule.class)
                                && !each.getAnnotationOfType(JsModule.class)
                                        .value()
                                        .startsWith("context://"))));
    }

    @Test
    void ofTheServerOnlyControlIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("are of the server but not its control") {
                    @Override
                    public boolean test(JavaClass each) {
                        return each.getPackageName().startsWith("io.heliograph.server")
                                && !each.getPackageName().equals("io.heliograph.server.control");
                    }
                })
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void clocksAndSleepComeFromOutside() {
        noClasses()
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
}
