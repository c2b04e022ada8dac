// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.plan;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.core.policy.Node;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML document as a tree of texts with line numbers: no types, no tags, no anchors. */
final class Yaml {

    private static final int CODE_POINTS_MAX = 2_000_000;
    private static final int DEPTH_MAX = 20;

    private Yaml() {}

    /** @throws Failure {@code plan.not-yaml} with the line, where the text is no YAML at all */
    static Node tree(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CODE_POINTS_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(0);
        try {
            org.yaml.snakeyaml.nodes.Node root =
                    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw refusal(1);
            }
            return converted(root, 0);
        } catch (MarkedYAMLException malformed) {
            throw refusal(malformed.getProblemMark() == null ? 1 : malformed.getProblemMark().getLine() + 1);
        } catch (YAMLException | IllegalArgumentException malformed) {
            throw refusal(1);
        }
    }

    private static Node converted(org.yaml.snakeyaml.nodes.Node node, int depth) {
        int line = node.getStartMark().getLine() + 1;
        // An alias can lead back to where it stands.
        if (depth > DEPTH_MAX) {
            throw refusal(line);
        }
        if (node instanceof MappingNode mapping) {
            return new Node.Mapping(line, mapping.getValue().stream().map(pair -> entry(pair, depth)).toList());
        }
        if (node instanceof SequenceNode sequence) {
            return new Node.Sequence(line,
                    sequence.getValue().stream().map(one -> converted(one, depth + 1)).toList());
        }
        return new Node.Scalar(line, ((ScalarNode) node).getValue());
    }

    private static Node.Entry entry(NodeTuple pair, int depth) {
        int line = pair.getKeyNode().getStartMark().getLine() + 1;
        if (!(pair.getKeyNode() instanceof ScalarNode key)) {
            throw refusal(line);
        }
        return new Node.Entry(key.getValue(), line, converted(pair.getValueNode(), depth + 1));
    }

    private static Failure refusal(int line) {
        return new Failure(Exit.INPUT, "plan.not-yaml", line);
    }
}
