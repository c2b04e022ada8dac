// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.policy.Form;

import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.EnforceResult;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

import java.util.List;
import java.util.Locale;

/**
 * The peer: the same rules as lines for jCasbin, by equality, and people grouped into roles. Lines are in the
 * order of openness, so that the first that matches is the answer and it need not look at the rest.
 */
final class CasbinPeer {

    private static final String MODEL = """
            [request_definition]
            r = who, purpose, field%1$s
            [policy_definition]
            p = role, purpose, field, form
            [role_definition]
            g = _, _
            [policy_effect]
            e = some(where (p.eft == allow))
            [matchers]
            m = r.field == p.field && r.purpose == p.purpose%2$s && g(r.who, p.role)
            """;
    private static final int FORM = 3;

    private final Enforcer plain;
    private final CachedEnforcer cached;

    CasbinPeer(PolicyRules rules) {
        plain = new Enforcer(model("", ""));
        // Its memory holds no more than a yes, so here the form is a part of the question.
        cached = new CachedEnforcer(model(", form", " && r.form == p.form"));
        List<List<String>> lines = rules.lines().stream()
                .map(line -> List.of(line.role(), line.purpose(), line.field(), word(line.form()))).toList();
        List<List<String>> groups = rules.people().entrySet().stream()
                .flatMap(person -> person.getValue().stream().map(role -> List.of(person.getKey(), role))).toList();
        for (Enforcer one : List.of(plain, cached)) {
            one.enableLog(false);
            one.addPolicies(lines);
            one.addGroupingPolicies(groups);
        }
    }

    private static Model model(String asked, String matched) {
        return Model.newModelFromString(MODEL.formatted(asked, matched));
    }

    private static String word(Form form) {
        return form.name().toLowerCase(Locale.ROOT);
    }

    /** By the line that matched. */
    Form decide(String person, String purpose, String field) {
        EnforceResult result = plain.enforceEx(person, purpose, field);
        return result.isAllow() ? Form.valueOf(result.getExplain().get(FORM).toUpperCase(Locale.ROOT)) : Form.REFUSED;
    }

    /** Whether it is this form; a yes is remembered until the rules change, a no is found anew each time. */
    boolean isCached(String person, String purpose, String field, Form form) {
        return cached.enforce(person, purpose, field, word(form));
    }
}
