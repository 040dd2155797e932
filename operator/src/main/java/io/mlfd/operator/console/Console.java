package io.mlfd.operator.console;

import io.mlfd.operator.console.Access.Answer;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.operator.stored.StoredRun;
import io.mlfd.plan.Planner;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers requests for pages: of what this operator's watch has seen, to whoever may read runs of that namespace. It reads nothing but that
 * memory. Safe for several threads.
 */
public final class Console {
    private static final Pattern PAGE = Pattern.compile("[1-9][0-9]{0,6}");

    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_AVAILABLE = 503;

    private final SeenRuns seen;
    private final Access access;
    private final ProgressHistory history;
    private final Pages pages;
    private final Clock clock;
    private final Planner planner = new Planner();

    Console(SeenRuns seen, Access access, ProgressHistory history, String operator, Clock clock) {
        this.seen = seen;
        this.access = access;
        this.history = history;
        this.pages = new Pages(operator);
        this.clock = clock;
    }

    /** What somebody asks for, as it was sent: {@code authorization} and the values of the query may be empty. */
    record Asked(String path, String authorization, String name, String page) {}

    Reply reply(Asked asked) {
        Optional<Place> place = Place.of(asked.path());
        if (place.isEmpty()) {
            return absent("There is no such page", "A run's page is /namespaces/NAMESPACE/runs/NAME.");
        }
        if (place.get() instanceof Place.Shared shared) {
            return pages.shared(shared.file());
        }
        Optional<String> token = Credentials.token(asked.authorization());
        return token.isEmpty() ? unknown() : reply(place.get(), asked, token.get());
    }

    private Reply reply(Place place, Asked asked, String token) {
        if (place instanceof Place.Namespace in) {
            return allowed(token, Sight.list(in.namespace()), () -> list(in.namespace(), asked.page()));
        }
        if (place instanceof Place.Run of) {
            return allowed(token, Sight.run(of.namespace(), of.run()), () -> run(of));
        }
        if (place instanceof Place.Chosen) {
            return chosen(asked.name().strip());
        }
        Answer answer = access.ask(token, Sight.everywhere());
        return answer == Answer.FORBIDDEN
                ? start(Map.of(), false)
                : refused(answer, Sight.everywhere()).orElseGet(() -> start(namespaces(), true));
    }

    private Reply allowed(String token, Sight sight, Supplier<Reply> page) {
        return refused(access.ask(token, sight), sight).orElseGet(page);
    }

    private Optional<Reply> refused(Answer answer, Sight sight) {
        return switch (answer) {
            case ALLOWED -> Optional.empty();
            case UNKNOWN -> Optional.of(unknown());
            case FORBIDDEN ->
                Optional.of(told(
                        FORBIDDEN,
                        "Not allowed",
                        "The owner of this token may not " + sight.verb() + " mlfdruns in namespace "
                                + sight.namespace()
                                + ". The role mlfd-view, which view, edit and admin include, allows it."));
            case UNREACHABLE ->
                Optional.of(told(
                        NOT_AVAILABLE,
                        "Nobody could be asked",
                        "The API server did not say whether the owner of this token may see this. Try again."));
        };
    }

    private Reply unknown() {
        return told(
                        UNAUTHORIZED,
                        "Who asks?",
                        "Any user name, and as the password a token of the cluster: kubectl create token ACCOUNT makes one.")
                .with(
                        "WWW-Authenticate",
                        "Basic realm=\"mlfd: a token of the cluster as the password\", charset=\"UTF-8\"");
    }

    private Reply chosen(String namespace) {
        return namespace.matches(Place.NAME)
                ? Reply.page(SEE_OTHER, "").with("Location", "/namespaces/" + namespace)
                : absent("No namespace has such a name", "Names are of lower-case letters, digits and '-'.");
    }

    private Reply start(Map<String, Long> namespaces, boolean all) {
        return Reply.page(OK, pages.start(namespaces, all, clock.instant()));
    }

    private Map<String, Long> namespaces() {
        return seen.all()
                .collect(Collectors.groupingBy(
                        run -> run.getMetadata().getNamespace(), TreeMap::new, Collectors.counting()));
    }

    private Reply list(String namespace, String page) {
        Instant now = clock.instant();
        return Optional.of(page.isEmpty() ? "1" : page)
                .filter(text -> PAGE.matcher(text).matches())
                .flatMap(text -> RunList.of(namespace, seen, Integer.parseInt(text), now))
                .map(list -> Reply.page(OK, pages.list(list, now)))
                .orElseGet(() -> absent("There is no such page", "Namespace " + namespace + " has fewer runs."));
    }

    private Reply run(Place.Run place) {
        Optional<StoredRun> run = seen.run(place.namespace(), place.run());
        if (run.isEmpty()) {
            return absent(
                    "There is no such run",
                    "This operator sees no run " + place.run() + " in namespace " + place.namespace() + ".");
        }
        Instant now = clock.instant();
        return Reply.page(OK, pages.run(RunView.of(ReadRun.of(run.get()), planner, history, now), now));
    }

    private Reply absent(String title, String text) {
        return told(NOT_FOUND, title, text);
    }

    private Reply told(int status, String title, String text) {
        return Reply.page(status, pages.told(title, text, clock.instant()));
    }
}
