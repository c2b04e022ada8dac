// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import io.shouxin.server.problem.Refused;

import java.util.List;
import java.util.Optional;

/**
 * A request that is answered with an error of RFC 7644 3.12. The arguments are names of attributes and limits;
 * what was sent is repeated in none of them.
 */
final class ScimRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The detail error keywords of RFC 7644, table 9. */
    enum Type {
        INVALID_FILTER("invalidFilter"), TOO_MANY("tooMany"), UNIQUENESS("uniqueness"), MUTABILITY("mutability"),
        INVALID_SYNTAX("invalidSyntax"), INVALID_PATH("invalidPath"), NO_TARGET("noTarget"),
        INVALID_VALUE("invalidValue"), NONE("");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        Optional<String> word() {
            return Optional.of(word).filter(any -> !any.isEmpty());
        }
    }

    private final int status;
    private final Type type;
    private final String key;
    private final transient List<String> arguments;

    ScimRefused(int status, Type type, String key, String... arguments) {
        super(key);
        this.status = status;
        this.type = type;
        this.key = key;
        this.arguments = List.of(arguments);
    }

    static ScimRefused invalid(Type type, String key, String... arguments) {
        return new ScimRefused(400, type, key, arguments);
    }

    static ScimRefused unknown() {
        return new ScimRefused(404, Type.NONE, "scim.refused.unknown");
    }

    /** What a door of another module refused, in the words of that module. */
    static ScimRefused of(Refused refused) {
        boolean part = !refused.details().isEmpty();
        Type type = switch (refused.kind()) {
            case INVALID -> Type.INVALID_VALUE;
            case CONFLICT -> refused.key().endsWith("-taken") ? Type.UNIQUENESS : Type.NONE;
            default -> Type.NONE;
        };
        return new ScimRefused(refused.kind().status(), type,
                part ? refused.details().get(0).key() : refused.key(),
                (part ? refused.details().get(0).arguments() : refused.arguments()).toArray(String[]::new));
    }

    int status() {
        return status;
    }

    Type type() {
        return type;
    }

    String key() {
        return key;
    }

    List<String> arguments() {
        return arguments;
    }
}
