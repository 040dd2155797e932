package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a component that is marked to be left out where it is empty ({@link JsonInclude.Include#NON_ABSENT} for optional ones,
 * {@link JsonInclude.Include#NON_EMPTY} for lists and maps) as empty where it was left out; any other that is missing stays an error. That is how a record gets a component and the JSON
 * of all that had none, and every hash of it, stays what it was.
 */
final class LeftOutComponents extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final Set<JsonInclude.Include> LEFT_OUT =
            Set.of(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_EMPTY);

    /** What stands for a component that was left out, by its type. */
    static InjectableValues empty() {
        return new InjectableValues.Std()
                .addValue(List.class, List.of())
                .addValue(Map.class, Map.of())
                .addValue(Optional.class, Optional.empty())
                .addValue(OptionalInt.class, OptionalInt.empty())
                .addValue(OptionalLong.class, OptionalLong.empty())
                .addValue(OptionalDouble.class, OptionalDouble.empty());
    }

    @Override
    public JacksonInject.Value findInjectableValue(AnnotatedMember member) {
        JsonInclude include = member.getAnnotation(JsonInclude.class);
        return member instanceof AnnotatedParameter && include != null && LEFT_OUT.contains(include.value())
                ? JacksonInject.Value.forId(member.getRawType().getName())
                : super.findInjectableValue(member);
    }
}
