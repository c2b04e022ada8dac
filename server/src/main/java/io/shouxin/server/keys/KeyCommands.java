// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.LocaleResolver;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The server's side of {@code ./shouxin keys}: plain lines for a terminal, from this machine only, with the
 * token of {@link CommandToken}. It stands before the sign-in and works while the keys are closed.
 *
 * <p>The shell counts as one person. It seals, it takes and gives custodians' shares, and it proposes;
 * accepting is a security administrator's at the page.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class KeyCommands extends OncePerRequestFilter {

    static final String PATH = "/keys-command/";
    static final String TOKEN = "X-Shouxin-Keys-Token";

    private static final int BODY_MAX = 1024;

    private final CommandToken token;
    private final Sealing sealing;
    private final KeyReport report;
    private final Words words;
    private final LocaleResolver languages;

    KeyCommands(CommandToken token, Sealing sealing, KeyReport report, Words words, LocaleResolver languages) {
        this.token = token;
        this.sealing = sealing;
        this.report = report;
        this.words = words;
        this.languages = languages;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(PATH);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException {
        LocaleContextHolder.setLocale(languages.resolveLocale(request));
        try {
            // What the command sent is read in any case, so that the answer reaches it.
            String body = new String(request.getInputStream().readNBytes(BODY_MAX), StandardCharsets.UTF_8).strip();
            require(request);
            answer(response, 200, run(request.getRequestURI().substring(PATH.length()), body));
        } catch (Refused refused) {
            Object[] arguments = refused.arguments().toArray();
            answer(response, refused.kind().status(), words.of(refused.key(), arguments) + "\n"
                    + words.of(refused.key() + ".next", arguments));
        } catch (KeysFailed failed) {
            answer(response, Refused.Kind.UNAVAILABLE.status(), String.valueOf(failed.getMessage()));
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    /** From here or from an address of this very machine, with the present token, and as a change. */
    private void require(HttpServletRequest request) throws IOException {
        boolean here = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
                || request.getRemoteAddr().equals(request.getLocalAddr());
        String brought = Optional.ofNullable(request.getHeader(TOKEN)).orElse("");
        if (!here || !request.getMethod().equals("POST") || !token.spend(brought)) {
            throw new Refused(Refused.Kind.FORBIDDEN, "keys.command.token");
        }
    }

    private String run(String command, String body) {
        return switch (command) {
            case "status" -> report.lines();
            case "seal" -> {
                sealing.seal(Sealing.SHELL, body);
                yield words.of("keys.command.sealed");
            }
            case "unseal" -> proposed(Proposal.Kind.UNSEAL, body);
            case "rotate" -> proposed(Proposal.Kind.ROTATE, body);
            case "share" -> sealing.enterShare(body, Sealing.SHELL)
                    ? words.of("keys.command.together") : report.entered();
            case "shares" -> {
                sealing.beginShares(Sealing.SHELL);
                yield report.toHandOut();
            }
            case "waiting" -> report.toHandOut();
            case "hand-out" -> sealing.handOut(number(body), Sealing.SHELL);
            default -> throw new Refused(Refused.Kind.UNKNOWN, "keys.command.unknown");
        };
    }

    private String proposed(Proposal.Kind kind, String reason) {
        sealing.propose(kind, Sealing.SHELL, reason);
        return words.of("keys.command.proposed");
    }

    private static int number(String body) {
        if (!body.matches("[1-9][0-9]?")) {
            throw new Refused(Refused.Kind.INVALID, "keys.command.unknown");
        }
        return Integer.parseInt(body);
    }

    private static void answer(HttpServletResponse response, int status, String lines) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        byte[] bytes = (lines + "\n").getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
