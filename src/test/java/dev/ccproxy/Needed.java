package dev.ccproxy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Who needs a type, or more than one of its kind. */
final class Needed {

    private static final String FRAMEWORKS = "(jakarta|org\\.eclipse\\.microprofile)\\..*";
    private static final String SERVED = "jakarta\\.(ws\\.rs|servlet|enterprise|inject|json\\.bind)\\..*"
            + "|org\\.eclipse\\.microprofile\\.health\\..*";

    private Needed() {}

    static ArchCondition<JavaClass> haveSeveralImplementations() {
        return new ArchCondition<>("have several implementations") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long count = type.getAllSubclasses().stream()
                        .filter(subclass -> !subclass.isInterface())
                        .count();
                // None that is a class: it is implemented by lambda expressions, which nobody can count.
                events.add(new SimpleConditionEvent(type, count != 1, type.getName() + " has " + count));
            }
        };
    }

    static ArchCondition<JavaClass> byAnotherPackageOrAFramework() {
        return new ArchCondition<>("be needed by another package or a framework") {
            private final Set<JavaClass> needed = new HashSet<>();

            @Override
            public void init(Collection<JavaClass> publicTypes) {
                Deque<JavaClass> found = new ArrayDeque<>(publicTypes.stream()
                        .filter(type -> byAnotherPackage(type) || byAFramework(type) || type.isAnnotation())
                        .toList());
                while (!found.isEmpty()) {
                    JavaClass type = found.pop();
                    if (needed.add(type)) {
                        exposed(type).filter(publicTypes::contains).forEach(found::add);
                    }
                }
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type, needed.contains(type), type.getName() + " is public and nobody needs it so"));
            }
        };
    }

    /** A framework calls it, makes it or writes it as JSON; JMX knows its interfaces by their names. */
    static boolean byAFramework(JavaClass type) {
        return type.getSimpleName().endsWith("MXBean")
                || type.getAllRawInterfaces().stream()
                        .anyMatch(parent -> parent.getName().matches(FRAMEWORKS))
                || type.getAllRawSuperclasses().stream()
                        .anyMatch(parent -> parent.getName().matches(FRAMEWORKS))
                || withMembers(type)
                        .flatMap(member -> member.getAnnotations().stream())
                        .anyMatch(
                                annotation -> annotation.getRawType().getName().matches(SERVED));
    }

    private static boolean byAnotherPackage(JavaClass type) {
        return withMembers(type)
                .flatMap(member -> member.getDirectDependenciesToSelf().stream())
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
    }

    /** Whoever uses a type gets to see what the signatures of its public members name. */
    private static Stream<JavaClass> exposed(JavaClass type) {
        return withMembers(type)
                .flatMap(member -> member.getCodeUnits().stream())
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED))
                .flatMap(Needed::signature);
    }

    private static Stream<JavaClass> signature(JavaCodeUnit member) {
        return Stream.concat(
                member.getReturnType().getAllInvolvedRawTypes().stream(),
                member.getParameterTypes().stream().flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()));
    }

    private static Stream<JavaClass> withMembers(JavaClass type) {
        return Stream.concat(
                Stream.of(type),
                type.getPackage().getClasses().stream()
                        .filter(member ->
                                member.getEnclosingClass().filter(type::equals).isPresent()));
    }
}
