// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.client.Shouxin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/integrating.md says what happens: its blocks run, and what they answer has the shape that it shows. */
class DocsIT {

    private static final Pattern BLOCK = Pattern.compile("^```(bash|json|java)\\n(.*?)^```$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final String MARK = "@@block";

    private final JsonMapper json = JsonMapper.builder().build();
    private final Access access = OneServer.access();

    private record Block(String language, String text) {}

    private static List<Block> blocks() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("../docs/integrating.md")));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    @Test
    void answersAsItShows(@TempDir Path folder) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        List<Block> shown = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.language().equals("bash")) {
                script.append(block.text()).append("echo; echo ").append(MARK).append('\n');
                shown.add(null);
            } else if (block.language().equals("json")) {
                shown.set(shown.size() - 1, block);
            }
        }
        Path file = Files.writeString(folder.resolve("blocks.sh"), script);
        String[] answers = run(folder, "bash", file.toString()).split(MARK);
        assertThat(shown).hasSizeGreaterThan(8);
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i) != null) {
                assertThat(names(answers[i].strip())).as("block %d", i).isEqualTo(names(shown.get(i).text()));
            } else {
                assertThat(answers[i]).as("block %d", i).doesNotContain("urn:shouxin:problem");
            }
        }
        assertThat(folder.resolve("entry.tlog-proof")).content().startsWith("c2sp.org/tlog-proof@v1");
    }

    private TreeSet<String> names(String text) {
        JsonNode node = json.readTree(text);
        TreeSet<String> names = new TreeSet<>(node.propertyNames());
        // RFC 9457 lets a problem name its request; whether this one does is not what the page is about.
        names.remove("instance");
        return names;
    }

    @Test
    void runsItsJava(@TempDir Path folder) throws IOException, InterruptedException, URISyntaxException {
        Block program = blocks().stream().filter(block -> block.language().equals("java")).findFirst().orElseThrow();
        Files.writeString(folder.resolve("FirstTenMinutes.java"), program.text());
        Path client = Path.of(Shouxin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String printed = run(folder, Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                client.toString(), "FirstTenMinutes.java", access.address().toString(), access.key("app-crm"));
        assertThat(printed).contains("address would be REFUSED").contains("孟").doesNotContain("孟小川")
                .contains("c2sp.org/tlog-proof@v1");
    }

    private String run(Path folder, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("BASE", access.address().toString());
        builder.environment().put("KEY", access.key("app-crm"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
