// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

import java.io.StringReader;

/** YAML from outside: no types, no aliases, nothing deep, only a tree with line numbers. */
final class YamlTree {

    private static final int DEPTH_MAX = 8;

    private YamlTree() {}

    /** The text is no YAML, or its root is not a map. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;
        private final int line;

        Malformed(int line) {
            super("Line " + line);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static MappingNode read(String text) throws Malformed {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MappingReader.CHARACTERS_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setMaxAliasesForCollections(0);
        try {
            // Only composed: an alias to a collection is resolved to the same node, so a tree can not explode.
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
            throw new Malformed(1);
        } catch (MarkedYAMLException malformed) {
            throw new Malformed(malformed.getProblemMark() == null ? 1
                    : malformed.getProblemMark().getLine() + 1);
        } catch (YAMLException | IllegalArgumentException malformed) {
            // The second is how the parser answers an escape beyond Unicode, such as one that begins with U9.
            throw new Malformed(1);
        }
    }
}
