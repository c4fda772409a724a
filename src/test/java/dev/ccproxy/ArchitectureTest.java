package dev.ccproxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.ccproxy.auth.Public;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullMarked;

/** The plan of the house, kept: each rule says what it is good for. */
@AnalyzeClasses(packages = "dev.ccproxy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.ccproxy.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages in a cycle can only be understood, tested and changed together");

    @ArchTest
    static final ArchRule ARROWS_ARE_THOSE_OF_THE_TABLE = classes()
            .should(Arrows.beInTheTable())
            .because(
                    "a new arrow between rooms is a decision about the design, to be made in Arrows, not in an import");

    @ArchTest
    static final ArchRule ONLY_CONFIG_READS_THE_CONFIGURATION = noClasses()
            .that()
            .resideOutsideOfPackage("dev.ccproxy.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile.config..")
            .because("a value that is read elsewhere is not validated at the start, and its key is not a known one");

    @ArchTest
    static final ArchRule ONLY_UPSTREAM_OPENS_SOCKETS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.ccproxy.upstream..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(http\\..*|.*Socket|.*URLConnection)"
                    + "|java\\.nio\\.channels\\..*Channel|javax\\.net\\.(ssl\\.SSL)?Socket.*")
            .orShould()
            .callConstructor(OkHttpClient.class)
            .orShould()
            .callConstructor(OkHttpClient.Builder.class)
            .because(
                    "a connection that is made elsewhere knows no deadline, no company proxy and no company authority");

    @ArchTest
    static final ArchRule ONLY_ROOMS_WITH_TABLES_KNOW_SQL = noClasses()
            .that()
            .resideOutsideOfPackages("dev.ccproxy.database..", "dev.ccproxy.history..", "dev.ccproxy.usage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..")
            .because("a request that reaches a database in passing waits for it");

    @ArchTest
    static final ArchRule NO_PATTERN_MEETS_WHAT_A_CLIENT_SENDS = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.ccproxy.auth..",
                    "dev.ccproxy.gateway..",
                    "dev.ccproxy.health..",
                    "dev.ccproxy.history..",
                    "dev.ccproxy.http..",
                    "dev.ccproxy.limits..",
                    "dev.ccproxy.maintenance..",
                    "dev.ccproxy.messages..",
                    "dev.ccproxy.metrics..",
                    "dev.ccproxy.openapi..",
                    "dev.ccproxy.page..",
                    "dev.ccproxy.routing..",
                    "dev.ccproxy.sse..",
                    "dev.ccproxy.status..",
                    "dev.ccproxy.usage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..")
            .orShould()
            .callMethodWhere(DescribedPredicate.describe("takes a regular expression", Patterns::isTaken))
            .because(
                    "a pattern that goes back takes seconds for a header of 32 kB, and a stranger sends as many as he likes");

    @ArchTest
    static final ArchRule NOBODY_WHO_WRITES_IS_INTERRUPTED = noClasses()
            .that()
            .resideInAnyPackage("dev.ccproxy.history..", "dev.ccproxy.usage..")
            .should()
            .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("shutdownNow")))
            .because(
                    "H2 closes its file when a thread that reads or writes is interrupted, and others lose what they write");

    @ArchTest
    static final ArchRule PACKAGES_SAY_WHAT_THEY_ARE_FOR = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..", "..core..")
            .because("such a name says nothing of what belongs there, so that everything ends there");

    @ArchTest
    static final ArchRule INTERFACES_HAVE_SEVERAL_IMPLEMENTATIONS = classes()
            .that()
            .areInterfaces()
            .and(DescribedPredicate.describe("are no annotations", type -> !type.isAnnotation()))
            .and(DescribedPredicate.describe("are no package-info", type -> !isPackageInfo(type)))
            .and(DescribedPredicate.describe("no framework demands", type -> !Needed.byAFramework(type)))
            .should(Needed.haveSeveralImplementations())
            .because("an interface in front of one class is a second place to read and change, and hides nothing")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PUBLIC_TYPES_ARE_NEEDED = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should(Needed.byAnotherPackageOrAFramework())
            .because("what only its own package uses is package-private, so that a package's door can be seen");

    @ArchTest
    static void theWarmUpLeavesOutWhatOnlyTheGatewayNeeds(JavaClasses classes) {
        Map<String, Set<String>> usedBy = new TreeMap<>();
        for (JavaPackage room : packages(classes)) {
            room.getClassDependenciesToThisPackage().stream()
                    .map(arrow -> arrow.getOriginClass().getPackage().getRelativeName())
                    .filter(other -> !other.equals(room.getRelativeName()))
                    .forEach(other -> usedBy.computeIfAbsent(room.getRelativeName(), name -> new TreeSet<>())
                            .add(other));
        }
        Set<String> ofTheGateway = new TreeSet<>(Set.of("gateway"));
        while (usedBy.entrySet().stream()
                .filter(room -> ofTheGateway.containsAll(room.getValue()))
                .map(Map.Entry::getKey)
                .map(ofTheGateway::add)
                .reduce(false, Boolean::logicalOr)) {
            // Until nothing is new.
        }
        assertThat(WarmUp.LEFT_OUT)
                .as("what only the gateway needs would make the start longer")
                .containsAll(ofTheGateway);
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(packages(classes))
                .as("every package is @NullMarked, because NullAway only checks those that are")
                .isNotEmpty()
                .allMatch(room -> room.isAnnotatedWith(NullMarked.class));
    }

    @ArchTest
    static void whatIsOpenToEverybodyIsListedHere(JavaClasses classes) {
        Set<String> open = new TreeSet<>();
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(Public.class)) {
                open.add(type.getName());
            }
            for (JavaMethod method : type.getMethods()) {
                if (method.isAnnotatedWith(Public.class)) {
                    open.add(method.getFullName());
                }
            }
        }
        assertThat(open)
                .as("what carries @Public is listed here, because nobody is to be let in by an annotation unnoticed")
                .containsExactly(
                        "dev.ccproxy.openapi.OpenApiEndpoint",
                        "dev.ccproxy.page.FrontPage",
                        "dev.ccproxy.page.PageFileEndpoint");
    }

    /** The methods of {@link String} that make a pattern of their argument. */
    private static final class Patterns {
        private static final Set<String> METHODS = Set.of("matches", "replaceAll", "replaceFirst", "split");

        static boolean isTaken(JavaMethodCall call) {
            return call.getTargetOwner().isEquivalentTo(String.class)
                    && METHODS.contains(call.getTarget().getName());
        }
    }

    private static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    private static Set<JavaPackage> packages(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackage).collect(Collectors.toUnmodifiableSet());
    }
}
