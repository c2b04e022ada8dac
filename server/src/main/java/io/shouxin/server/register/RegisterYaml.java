// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.mask.Mask;
import io.shouxin.core.policy.Node;
import io.shouxin.core.policy.Reading;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Vocabulary;
import io.shouxin.server.problem.Refused;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Reads the YAML of a register into the core's tree with its line numbers. */
final class RegisterYaml {

    private static final int CODE_POINTS_MAX = 2_000_000;
    private static final int DEPTH_MAX = 20;

    private record Words(Predicate<Suite> suites) implements Vocabulary {

        @Override
        public boolean hasSuite(Suite suite) {
            return suites.test(suite);
        }

        @Override
        public boolean knowsMask(String name) {
            return Mask.named(name).isPresent();
        }

        @Override
        public boolean knowsType(String code) {
            return ValueType.ofCode(code).isPresent();
        }

        @Override
        public List<String> masks() {
            return Mask.all().stream().map(Mask::name).toList();
        }

        @Override
        public List<String> types() {
            return Arrays.stream(ValueType.values()).map(ValueType::code).toList();
        }
    }

    private RegisterYaml() {}

    /**
     * Reads a document that was checked before. What it names may be missing on this server since: its values
     * stay closed then, and all others are given as ever.
     *
     * @throws Refused {@code register.not-yaml} with the line, where the text is no YAML at all
     */
    static Reading read(String text) {
        return check(text, suite -> true);
    }

    /**
     * Reads and checks a document that somebody wants to put in force here.
     *
     * @param suites which suites this server has
     * @throws Refused {@code register.not-yaml} with the line, where the text is no YAML at all
     */
    static Reading check(String text, Predicate<Suite> suites) {
        return Register.read(tree(text), new Words(suites));
    }

    private static Node tree(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CODE_POINTS_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(0);
        try {
            org.yaml.snakeyaml.nodes.Node root =
                    new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new Refused(Refused.Kind.INVALID, "register.not-yaml", "1");
            }
            return convert(root, 0);
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null ? 1 : malformed.getProblemMark().getLine() + 1;
            throw new Refused(Refused.Kind.INVALID, "register.not-yaml", Integer.toString(line));
        } catch (YAMLException | IllegalArgumentException malformed) {
            // The second is how the parser answers an escape beyond Unicode, such as one that begins with U9.
            throw new Refused(Refused.Kind.INVALID, "register.not-yaml", "1");
        }
    }

    private static Node convert(org.yaml.snakeyaml.nodes.Node node, int depth) {
        int line = node.getStartMark().getLine() + 1;
        if (depth > DEPTH_MAX) {
            throw new Refused(Refused.Kind.INVALID, "register.not-yaml", Integer.toString(line));
        }
        if (node instanceof MappingNode mapping) {
            return new Node.Mapping(line, mapping.getValue().stream().map(pair -> entry(pair, depth)).toList());
        }
        if (node instanceof SequenceNode sequence) {
            return new Node.Sequence(line, sequence.getValue().stream().map(one -> convert(one, depth + 1)).toList());
        }
        if (node instanceof ScalarNode scalar) {
            return new Node.Scalar(line, scalar.getValue());
        }
        throw new Refused(Refused.Kind.INVALID, "register.not-yaml", Integer.toString(line));
    }

    private static Node.Entry entry(NodeTuple pair, int depth) {
        int line = pair.getKeyNode().getStartMark().getLine() + 1;
        if (!(pair.getKeyNode() instanceof ScalarNode key)) {
            throw new Refused(Refused.Kind.INVALID, "register.not-yaml", Integer.toString(line));
        }
        return new Node.Entry(key.getValue(), line, convert(pair.getValueNode(), depth + 1));
    }
}
