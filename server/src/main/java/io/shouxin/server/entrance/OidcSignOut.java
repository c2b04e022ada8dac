// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs out at the provider as well (OpenID Connect RP-Initiated Logout 1.0): at a counter the next one at the browser
 * would otherwise come in as the one before. No token was kept to show, so a provider may ask whether it is meant.
 *
 * <p>A form that ends at another house is stopped by our own policy for pages, so the form ends at a page of ours, and
 * that one goes on by itself.
 */
@Controller
class OidcSignOut implements LogoutHandler, LogoutSuccessHandler {

    private static final String OUT = OidcSignIn.BEGIN + "/out";
    private static final String END = OidcSignIn.BEGIN + "/end";
    private static final String LEFT = OidcSignIn.BEGIN + "/left";
    private static final String SIGNED_OUT = "/sign-in?reason=out";
    private static final String CAME_SO = OidcSignOut.class.getName();

    private final OidcSettings settings;
    private final OidcProvider provider;

    OidcSignOut(OidcSettings settings, OidcProvider provider) {
        this.settings = settings;
        this.provider = provider;
    }

    /** Runs while the session is still there. */
    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response,
            @Nullable Authentication authentication) {
        request.setAttribute(CAME_SO, Arrival.cameByProvider(request));
    }

    @Override
    public void onLogoutSuccess(HttpServletRequest request, HttpServletResponse response,
            @Nullable Authentication authentication) throws IOException {
        boolean there = Boolean.TRUE.equals(request.getAttribute(CAME_SO)) && provider.leave().isPresent();
        response.sendRedirect(there ? OUT : SIGNED_OUT);
    }

    @GetMapping(OUT)
    String out(HttpServletResponse response) {
        if (provider.leave().isEmpty()) {
            return "redirect:" + SIGNED_OUT;
        }
        response.setHeader("Refresh", "0; url=" + END);
        return "entrance/leaving";
    }

    @GetMapping(END)
    String end() {
        Optional<String> place = provider.leave();
        if (place.isEmpty()) {
            return "redirect:" + SIGNED_OUT;
        }
        return "redirect:" + UriComponentsBuilder.fromUriString(place.get())
                .queryParam("client_id", "{client}").queryParam("post_logout_redirect_uri", "{back}")
                .encode().buildAndExpand(Objects.requireNonNull(settings.clientId()),
                        ServletUriComponentsBuilder.fromCurrentContextPath().path(LEFT).toUriString()).toUriString();
    }

    /** What the provider is told to lead back to, without a part that it might not take. */
    @GetMapping(LEFT)
    String left() {
        return "redirect:" + SIGNED_OUT;
    }
}
