// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person's session, begun as a browser begins it: the form with its hidden token. */
final class SignedIn {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private SignedIn() {}

    /** The cookie of a new session at this node. */
    static String cookie(URI node, String number, String password) throws IOException, InterruptedException {
        CookieManager cookies = new CookieManager();
        HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
        URI form = node.resolve("/sign-in");
        Matcher token = TOKEN.matcher(http.send(HttpRequest.newBuilder(form).GET().build(),
                HttpResponse.BodyHandlers.ofString()).body());
        if (!token.find()) {
            throw new IOException("Not measured: the sign-in page has no form.");
        }
        String body = "number=" + number + "&password=" + password + "&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        String where = http.send(HttpRequest.newBuilder(form)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.discarding()).headers().firstValue("Location").orElse("");
        if (where.contains("/sign-in")) {
            throw new IOException("Not measured: nobody was let in.");
        }
        return cookies.getCookieStore().getCookies().stream()
                .map(one -> one.getName() + "=" + one.getValue()).collect(Collectors.joining("; "));
    }
}
