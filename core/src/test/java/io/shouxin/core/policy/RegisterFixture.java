// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.mask.Mask;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Registers for tests, from text and from the repository's files. */
final class RegisterFixture {

    /** Surefire runs in the module's folder, an IDE perhaps in the root. */
    static final Path ROOT = Files.exists(Path.of("testdata")) ? Path.of(".") : Path.of("..");

    static final Vocabulary WORDS = new Words(true);

    /** Of a server that has no provider of suite SM. */
    static final Vocabulary WORDS_WITHOUT_SM = new Words(false);

    private record Words(boolean sm) implements Vocabulary {
        @Override
        public boolean knowsMask(String name) {
            return Mask.named(name).isPresent();
        }

        @Override
        public boolean knowsType(String code) {
            return ValueType.ofCode(code).isPresent();
        }

        @Override
        public boolean hasSuite(Suite suite) {
            return sm || suite == Suite.AES;
        }

        @Override
        public List<String> masks() {
            return List.of("all", "name");
        }

        @Override
        public List<String> types() {
            return List.of("text", "phone");
        }
    }

    private RegisterFixture() {
    }

    static Register small() {
        return register(file("testdata/policy/small.yaml"));
    }

    static Register sample() {
        return register(file("server/src/main/resources/registers/sample.yaml"));
    }

    static Register register(String yaml) {
        Reading reading = read(yaml);
        assertThat(reading.problems()).isEmpty();
        return reading.register().orElseThrow();
    }

    static Reading read(String yaml) {
        return Register.read(tree(yaml), WORDS);
    }

    static String file(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<String> lines(String path) {
        return file(path).lines().toList();
    }

    static Node tree(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        return tree(new Yaml(options).compose(new StringReader(yaml)));
    }

    private static Node tree(org.yaml.snakeyaml.nodes.Node node) {
        int line = node.getStartMark().getLine() + 1;
        if (node instanceof ScalarNode scalar) {
            return new Node.Scalar(line, scalar.getValue());
        }
        if (node instanceof SequenceNode list) {
            return new Node.Sequence(line, list.getValue().stream().map(RegisterFixture::tree).toList());
        }
        return new Node.Mapping(line,
                ((MappingNode) node).getValue().stream().map(RegisterFixture::entry).toList());
    }

    private static Node.Entry entry(NodeTuple tuple) {
        ScalarNode key = (ScalarNode) tuple.getKeyNode();
        return new Node.Entry(key.getValue(), key.getStartMark().getLine() + 1, tree(tuple.getValueNode()));
    }
}
