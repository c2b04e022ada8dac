// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;

import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every refusal as RFC 7644 3.12 writes it, in the reader's language; nothing that was sent is in it. */
@Component
class ScimErrors {

    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

    private final Words words;
    private final Problems problems;

    ScimErrors(Words words, Problems problems) {
        this.words = words;
        this.problems = problems;
    }

    record Answer(int status, ObjectNode body) {}

    Answer of(RuntimeException failure) {
        if (failure instanceof Refused refused) {
            return of(ScimRefused.of(refused));
        }
        if (failure instanceof AccessDeniedException) {
            return of(new Refused(Refused.Kind.FORBIDDEN, "problem.forbidden"));
        }
        if (failure instanceof ScimRefused refused) {
            return body(refused.status(), refused.type(),
                    words.of(refused.key(), refused.arguments().toArray()));
        }
        // A failure of ours: the log has the cause under the reference that the text names.
        ProblemDetail problem = problems.internal(failure);
        Object next = problem.getProperties() == null ? "" : problem.getProperties().getOrDefault("next", "");
        return body(problem.getStatus(), ScimRefused.Type.NONE, problem.getDetail() + " " + next);
    }

    private static Answer body(int status, ScimRefused.Type type, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(SCHEMA);
        type.word().ifPresent(word -> body.put("scimType", word));
        body.put("detail", detail).put("status", Integer.toString(status));
        return new Answer(status, body);
    }
}
