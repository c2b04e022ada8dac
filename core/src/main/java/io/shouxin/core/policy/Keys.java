// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.util.List;
import java.util.Map;

/** Every key a register document may use, by the part it stands in; docs/register.md is held to this list. */
final class Keys {

    /** The document format this package reads. A change that old documents do not survive gets a new one. */
    static final String FORMAT = "1";

    static final List<String> TOP = List.of("format", "name", "zone", "classes", "roles", "fields",
            "purposes", "rules", "retention", "recipients", "scenes", "budgets");
    static final List<String> CLASS = List.of("zh", "en", "level", "family", "budget");
    static final List<String> ROLE = List.of("zh", "en", "channel");
    static final List<String> FIELD = List.of("zh", "en", "class", "type", "mask", "index", "required",
            "suite");
    static final List<String> PURPOSE =
            List.of("zh", "en", "basis", "article", "collects", "unlisted", "needs");
    static final List<String> NEEDS = List.of("ticket", "consent", "hours", "networks");
    static final List<String> RULE = List.of("role", "purpose", "give");
    static final List<String> RETENTION = List.of("class", "purpose", "keep");
    static final List<String> RECIPIENT =
            List.of("zh", "en", "contact", "purposes", "fields", "basis", "key");

    static final List<String> SCENE = List.of("zh", "en", "operation", "classes", "forms", "roles", "purposes",
            "more-than", "outside", "beyond-budget", "ways", "approvers", "window", "uses", "otherwise");
    static final List<String> BUDGET = List.of("family", "role", "limit", "days");

    static final Map<String, List<String>> ALL = Map.ofEntries(Map.entry("document", TOP), Map.entry("classes", CLASS),
            Map.entry("roles", ROLE), Map.entry("fields", FIELD), Map.entry("purposes", PURPOSE),
            Map.entry("needs", NEEDS), Map.entry("rules", RULE), Map.entry("retention", RETENTION),
            Map.entry("recipients", RECIPIENT), Map.entry("scenes", SCENE), Map.entry("budgets", BUDGET));

    private Keys() {
    }
}
