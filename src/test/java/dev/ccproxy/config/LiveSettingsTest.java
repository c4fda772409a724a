package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LiveSettingsTest {

    private static final String START = "ccproxy.routes=all\nccproxy.route.all.targets=a\nccproxy.check.interval=30s\n";

    @TempDir
    private Path folder;

    @RegisterExtension
    final Logged logged = Logged.by(LiveSettings.class);

    private final List<Settings> used = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Path file;
    private Path keys;
    private LiveSettings live;

    @BeforeEach
    void start() throws IOException {
        keys = Files.writeString(folder.resolve("keys"), "a key\n");
        file = Files.writeString(folder.resolve("routes.properties"), START);
        Settings atStart = read();
        assertThat(atStart.faults()).isEmpty();
        assertThat(atStart.routes()).containsOnlyKeys("all");
        live = new LiveSettings(atStart, this::read);
        live.watch(used::add, told::add);
        live.stop();
    }

    private Settings read() {
        return Configured.by(
                        "ccproxy.providers", "a,b",
                        "ccproxy.provider.a.base-url", "http://localhost:1",
                        "ccproxy.provider.b.base-url", "http://localhost:1",
                        "ccproxy.check.interval", "20s",
                        "ccproxy.api-key-file", keys.toString(),
                        "ccproxy.config-file", file.toString())
                .read();
    }

    private void change(String content) throws IOException {
        Files.writeString(file, content);
        live.look(file);
        live.look(file);
    }

    @Test
    void whatIsAsItWasAtTheStartIsNotTold() {
        live.look(file);
        live.look(file);

        assertThat(told).isEmpty();
        assertThat(live.current().check().interval()).hasSeconds(30);
    }

    @Test
    void routesModelsAndLimitsChange() throws IOException {
        change(START
                + "ccproxy.models=claude-b\nccproxy.model.claude-b=b/x\nccproxy.limits.client.requests-per-minute=7\n"
                + "ccproxy.routes=all,more\nccproxy.route.more.targets=b\n".replace("all,more", "more,all"));

        assertThat(live.current().routes()).containsOnlyKeys("more", "all");
        assertThat(live.current().models()).containsOnlyKeys("claude-b");
        assertThat(used).containsExactly(live.current());
        assertThat(live.last().faults()).isEmpty();
        assertThat(logged.lines(Level.INFO))
                .singleElement()
                .asString()
                .startsWith(
                        "ccproxy.config-file has changed; in force from now on: ccproxy.limits.client.requests-per-minute")
                .contains("ccproxy.route.more.targets", "ccproxy.routes");
        assertThat(told).hasSize(1);
    }

    @Test
    void aFileThatIsBeingWrittenDoesNotCountYet() throws IOException {
        Files.writeString(file, START + "ccproxy.routes=\n");
        live.look(file);
        Files.writeString(file, START.replace("targets=a", "targets=b"));
        live.look(file);
        assertThat(used).isEmpty();
        live.look(file);

        assertThat(used).hasSize(1);
    }

    @Test
    void whatIsWrongIsRefusedAsAWhole() throws IOException {
        change(START.replace("all", "some") + "ccproxy.route.some.thinking=perhaps\n");
        assertThat(live.current().routes()).containsOnlyKeys("all");
        assertThat(used).isEmpty();
        assertThat(live.last().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.route.some.thinking must be true or false");
        assertThat(logged.lines(Level.SEVERE))
                .singleElement()
                .asString()
                .contains("what was there before stays", "ccproxy.route.some.thinking must be true or false");

        change(START);
        assertThat(live.last().faults()).isEmpty();
        assertThat(told.get(1)).isEqualTo("ccproxy.config-file is good again; in force from now on: nothing new");
    }

    @Test
    void aProviderThatIsNewCountsFromTheNextStart() throws IOException {
        change(START + "ccproxy.providers=a,b,openai\nccproxy.route.all.targets=openai\n");

        assertThat(live.last().faults())
                .containsExactly(
                        "ccproxy.route.all.targets names the provider openai, which counts from the next start");
        assertThat(used).isEmpty();
    }

    @Test
    void aMisspeltSettingIsNamedAsLongAsItIsThere() throws IOException {
        change(START + "ccproxy.route.all.min-input-token=5\n");

        assertThat(live.last().faults()).isEmpty();
        assertThat(live.last().warnings())
                .containsExactly("ccproxy.route.all.min-input-token is not a known setting and is ignored; the nearest"
                        + " is ccproxy.route.all.min-input-tokens");

        change(START + "ccproxy.limits.team.requests-per-minute=9\n");
        assertThat(live.last().warnings()).isEmpty();
    }

    @Test
    void whatNeedsARestartIsNamed() throws IOException {
        change(START.replace("30s", "40s") + "ccproxy.limits.team.requests-per-minute=9\n");

        assertThat(live.current().check().interval()).hasSeconds(30);
        assertThat(live.last().waiting()).containsExactly("ccproxy.check.interval");
        assertThat(logged.warnings())
                .containsExactly(
                        "ccproxy.config-file has settings that count from the next start: ccproxy.check.interval");
    }

    @Test
    void aFileThatIsGoneChangesNothingAndIsToldOnce() throws IOException {
        Files.delete(file);
        live.look(file);
        live.look(file);

        assertThat(live.last().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.config-file names a file that does not exist");
        assertThat(told).hasSize(1);

        change(START);
        assertThat(live.last().faults()).isEmpty();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEqualTo("ccproxy.config-file is good again; in force from now on: nothing new");
    }

    @Test
    void whatIsWrongInAnotherFileIsToldOnceAndForgottenWhenItIsMended() throws IOException {
        Files.delete(keys);
        change(START.replace("targets=a", "targets=b"));
        live.look(file);
        assertThat(used).isEmpty();
        assertThat(live.last().faults())
                .singleElement()
                .asString()
                .startsWith("ccproxy.api-key-file names a file that does not exist");
        assertThat(told).hasSize(1);

        Files.writeString(keys, "another key\n");
        live.look(file);
        assertThat(used).containsExactly(live.current());
        assertThat(live.last().faults()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsTriedAgain() throws IOException {
        live.watch(
                settings -> {
                    used.add(settings);
                    if (used.size() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                },
                told::add);
        live.stop();
        change(START.replace("targets=a", "targets=b"));
        live.look(file);
        assertThat(live.last().faults()).containsExactly("ccproxy.config-file cannot be used: IllegalStateException");
        assertThat(told).hasSize(1);
        assertThat(logged.lines(Level.SEVERE)).hasSize(2);

        live.look(file);
        assertThat(live.last().faults()).isEmpty();
    }

    @Test
    void aNameOfAModelOfANewProviderCountsFromTheNextStart() throws IOException {
        change(START + "ccproxy.providers=a,b,openai\nccproxy.models=gpt\nccproxy.model.gpt=openai/gpt-5\n");

        assertThat(live.last().faults())
                .containsExactly("ccproxy.model.gpt names the provider openai, which counts from the next start");
    }

    @Test
    void secretsThatChangeAreNamedAsWaiting() throws IOException {
        change(START + "ccproxy.api-key=new-key\nccproxy.provider.a.api-key=secret\nccproxy.proxy=http://proxy:1\n");

        assertThat(live.last().waiting())
                .containsExactly("ccproxy.api-key", "ccproxy.provider.a.api-key", "ccproxy.proxy");
        assertThat(logged.warnings()).noneMatch(line -> line.contains("new-key") || line.contains("secret"));
    }
}
