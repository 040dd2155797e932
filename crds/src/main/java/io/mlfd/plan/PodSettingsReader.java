package io.mlfd.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlfd.api.PodSettings;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.plan.Checked.Valid;
import java.util.ArrayList;
import java.util.List;

/** Reads pod settings that stand alone, as a platform has them for runs that say nothing. */
public final class PodSettingsReader {
    private final JsonMapper mapper = StrictValues.mapper();

    /**
     * @param name of what holds the text, with which paths begin
     * @param json an object with fields of {@code spec.pod}; nothing for none
     */
    public Checked<PodSettings> read(String name, String json) {
        if (json.isBlank()) {
            return new Valid<>(PodSettings.NONE);
        }
        try {
            PodSettings settings = mapper.readValue(json, PodSettings.class);
            List<Problem> problems = settings == null
                    ? List.of(new Problem(name, "is null; leave it out"))
                    : resources(name + ".resources", settings);
            return problems.isEmpty() ? new Valid<>(settings) : new Invalid<>(problems);
        } catch (JsonMappingException e) {
            String path = StrictValues.path(e);
            return invalid(
                    path.isEmpty() ? name : name + "." + path,
                    "is no field of pod settings, or another kind of value; kubectl explain mlfdrun.spec.pod has all");
        } catch (JsonProcessingException e) {
            return invalid(name, "is not JSON: " + e.getOriginalMessage());
        }
    }

    private static List<Problem> resources(String path, PodSettings settings) {
        List<Problem> problems = new ArrayList<>();
        if (settings.resources() != null) {
            problems.addAll(
                    Quantities.problems(path + ".requests", settings.resources().requests()));
            problems.addAll(
                    Quantities.problems(path + ".limits", settings.resources().limits()));
            problems.addAll(Quantities.aboveLimits(path, settings.resources()));
        }
        return problems;
    }

    private static Checked<PodSettings> invalid(String path, String message) {
        return new Invalid<>(List.of(new Problem(path, message)));
    }
}
