// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.plan;

import io.shouxin.core.policy.Node;
import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

final class PlanFixture {

    static final String CITIES = "hz;Hangzhou;Zhejiang;*\nnb;Ningbo;Zhejiang;*\n";

    private PlanFixture() {}

    static Plan.Reading read(String yaml) {
        return Plan.read(tree(yaml), name -> name.equals("cities.csv") ? Optional.of(CITIES) : Optional.empty());
    }

    /** A plan of columns, each line {@code name: {do: …}}. */
    static Plan plan(String... columns) {
        Plan.Reading reading = read("format: shouxin-plan/1\nrelease: r\nrecipient: lab\ncolumns:\n  "
                + String.join("\n  ", columns) + "\n");
        if (reading.plan().isEmpty()) {
            throw new IllegalStateException(reading.problems().toString());
        }
        return reading.plan().get();
    }

    private static Node tree(String yaml) {
        return convert(new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml)));
    }

    private static Node convert(org.yaml.snakeyaml.nodes.Node node) {
        int line = node.getStartMark().getLine() + 1;
        if (node instanceof MappingNode mapping) {
            return new Node.Mapping(line, mapping.getValue().stream().map(pair -> new Node.Entry(
                    ((ScalarNode) pair.getKeyNode()).getValue(), pair.getKeyNode().getStartMark().getLine() + 1,
                    convert(pair.getValueNode()))).toList());
        }
        if (node instanceof SequenceNode sequence) {
            return new Node.Sequence(line, sequence.getValue().stream().map(PlanFixture::convert).toList());
        }
        return new Node.Scalar(line, ((ScalarNode) node).getValue());
    }
}
