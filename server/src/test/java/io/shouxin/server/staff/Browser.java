// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser as far as the server can tell: it keeps cookies and sends a form's hidden token; it follows nothing. */
public final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final String origin;
    private final CookieManager cookies;
    private final HttpClient http;
    private String language = "en";

    public Browser(int port) {
        this(port, new CookieManager());
    }

    private Browser(int port, CookieManager cookies) {
        this.origin = "http://127.0.0.1:" + port;
        this.cookies = cookies;
        this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
    }

    /** The same person's browser, sent to another node: a load balancer keeps nobody at one. */
    public Browser at(int port) {
        return new Browser(port, cookies).in(language);
    }

    /** What came back. */
    public record Answer(int status, String where, String body, HttpResponse<String> whole) {

        public Optional<String> header(String name) {
            return whole.headers().firstValue(name);
        }
    }

    public Browser in(String tag) {
        language = tag;
        return this;
    }

    public Answer open(String path) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)).GET());
    }

    /** Asks as htmx does, for a part of a page. */
    public Answer openPart(String path) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)).header("HX-Request", "true").GET());
    }

    /** Opens a page, takes its token, and posts to the other path; fields are name, value, name, value … */
    public Answer submit(String page, String path, String... fields) {
        Matcher token = TOKEN.matcher(open(page).body());
        if (!token.find()) {
            throw new IllegalStateException("No form at " + page);
        }
        return post(path, form(fields) + "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8));
    }

    public Answer post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(origin + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As a script sends it, with the token of a page it stands in. */
    public Answer script(String page, String path, String json) {
        Matcher token = TOKEN.matcher(open(page).body());
        if (!token.find()) {
            throw new IllegalStateException("No form at " + page);
        }
        return send(HttpRequest.newBuilder(URI.create(origin + path)).header("Content-Type", "application/json")
                .header("X-CSRF-TOKEN", token.group(1)).POST(HttpRequest.BodyPublishers.ofString(json)),
                "application/json");
    }

    public Answer signIn(String number, String password) {
        return submit("/sign-in", "/sign-in", "number", number, "password", password);
    }

    public Answer api(String path, String key) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)).header("Authorization", "Bearer " + key).GET());
    }

    public Answer api(String path, String key, String json) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream().filter(one -> one.getName().equals(name)).findFirst();
    }

    private Answer send(HttpRequest.Builder request) {
        return send(request, "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    private Answer send(HttpRequest.Builder request, String accept) {
        try {
            HttpResponse<String> answer = http.send(
                    request.header("Accept-Language", language)
                            .header("Accept", accept).build(),
                    HttpResponse.BodyHandlers.ofString());
            String where = answer.headers().firstValue("Location").orElse("").replace(origin, "");
            return new Answer(answer.statusCode(), where, answer.body(), answer);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String form(String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(fields[i]).append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return body.toString();
    }
}
