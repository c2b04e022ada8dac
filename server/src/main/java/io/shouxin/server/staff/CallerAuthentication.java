// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.Objects;

/** A caller as Spring Security sees it. Made anew for each request, never kept in a session. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(caller.permissions().stream().map(one -> new SimpleGrantedAuthority(one.code())).toList());
        this.caller = caller;
        setAuthenticated(true);
    }

    Caller caller() {
        return Objects.requireNonNull(caller);
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
