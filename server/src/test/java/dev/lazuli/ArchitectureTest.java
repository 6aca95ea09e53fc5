package dev.lazuli;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beFinal;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The walls between the packages, and what no class may do.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lazuli");

  /// The server's packages from the ground up: each may use only those before it.
  private static final List<List<String>> ORDER =
      List.of(
          List.of("ml"),
          List.of("base"),
          List.of("tls"),
          List.of("store", "http"),
          List.of("schema"),
          List.of("identity"),
          List.of("signon"),
          List.of("artifacts"),
          List.of("assets", "operations"),
          List.of("data", "environments", "compute"),
          List.of("tracking"),
          List.of("tracing", "evaluation", "registry"),
          List.of("models"),
          List.of("jobs"),
          List.of("pipelines", "automl"),
          List.of("endpoints"),
          List.of("batch"),
          List.of("monitoring"),
          List.of("mlflow", "azureml", "blobapi"),
          List.of("cli"),
          List.of(""));

  private static final Pattern BANNED_NAME =
      Pattern.compile(
          ".*(Manager|Helper|Util|Utils|Impl|Abstract|Base|Info|Dto|Processor|Service)$|Abstract.*");

  /// Classes that may read the machine's clock: they wire, or measure their own speed.
  private static final Pattern MAY_READ_TIME =
      Pattern.compile("dev\\.lazuli\\.(Main|Server|ServeCommand)|dev\\.lazuli\\.cli\\..*");

  @Test
  void packagesUseOnlyWhatStandsBelowThem() {
    classes().should(useOnlyWhatStandsBelow()).check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.lazuli.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("dev.lazuli.ml.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyRoutesAndProtocolsKnowHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.lazuli.artifacts..",
            "dev.lazuli.compute..",
            "dev.lazuli.environments..",
            "dev.lazuli.data..",
            "dev.lazuli.tracking..",
            "dev.lazuli.registry..",
            "dev.lazuli.models..",
            "dev.lazuli.jobs..",
            "dev.lazuli.automl..",
            "dev.lazuli.endpoints..")
        .and()
        .haveNameNotMatching(".*Routes(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lazuli.http..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theLearningLibraryNeedsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("dev.lazuli.ml..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.lazuli.ml..", "java..", "javax.management..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should(beFinal()).check(CLASSES);
  }

  @Test
  void timeAndRandomnessComeIn() {
    noClasses()
        .that()
        .haveNameNotMatching(MAY_READ_TIME.pattern())
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .check(CLASSES);
  }

  @Test
  void namesNameAThing() {
    classes().should(haveATellingName()).check(CLASSES);
  }

  private static ArchCondition<JavaClass> haveATellingName() {
    return condition(
        "have a telling name",
        (type, events) -> {
          if (BANNED_NAME.matcher(type.getSimpleName()).matches()) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " names no thing"));
          }
        });
  }

  private static ArchCondition<JavaClass> useOnlyWhatStandsBelow() {
    Map<String, Integer> levels = new HashMap<>();
    for (int level = 0; level < ORDER.size(); level++) {
      for (String name : ORDER.get(level)) {
        levels.put(name, level);
      }
    }
    return condition(
        "use only packages that stand below their own",
        (type, events) -> {
          String from = part(type.getPackageName());
          if (!levels.containsKey(from)) {
            events.add(SimpleConditionEvent.violated(type, "no level for package " + from));
            return;
          }
          type.getDirectDependenciesFromSelf().stream()
              .filter(use -> use.getTargetClass().getPackageName().startsWith("dev.lazuli"))
              .filter(use -> !part(use.getTargetClass().getPackageName()).equals(from))
              .filter(use ->
                  levels.getOrDefault(part(use.getTargetClass().getPackageName()), 99)
                      >= levels.get(from))
              .forEach(
                  use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
        });
  }

  private static String part(String packageName) {
    String rest = packageName.substring("dev.lazuli".length());
    return rest.isEmpty() ? "" : rest.substring(1).replaceAll("\\..*", "");
  }

  private static ArchCondition<JavaClass> condition(String text, Check check) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        check.check(type, events);
      }
    };
  }

  private interface Check {
    void check(JavaClass type, ConditionEvents events);
  }
}
