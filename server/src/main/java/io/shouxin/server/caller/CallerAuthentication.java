// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.caller;

import org.springframework.security.authentication.AbstractAuthenticationToken;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** A caller as Spring Security sees it. Made anew for each request, never kept in a session. */
public final class CallerAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Caller caller;
    private final transient Supplier<Optional<Caller>> renewal;

    /** @param renewal looks at the same key or session again; empty when it opens nothing any more */
    public CallerAuthentication(Caller caller, Supplier<Optional<Caller>> renewal) {
        super(caller.permissions().stream().map(Permission::authority).toList());
        this.caller = caller;
        this.renewal = renewal;
        setAuthenticated(true);
    }

    Caller caller() {
        return Objects.requireNonNull(caller);
    }

    Optional<Caller> renewed() {
        return Objects.requireNonNull(renewal).get();
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return caller.id();
    }
}
