// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How soon entries that are on the disk are in a signed tree, as the server itself counts it: steps of its
 * sequencer, by upper bounds of seconds.
 */
record Integration(Map<Double, Double> atMost, double steps) {

    /** What the ledger promises, in seconds. */
    static final double PROMISED = 0.2;

    private static final Pattern BUCKET = Pattern.compile(
            "^shouxin_ledger_integration_seconds_bucket\\{[^}]*le=\"([^\"]+)\"[^}]*} (\\S+)$", Pattern.MULTILINE);

    /** Everything since the server began. */
    static Integration now(Access access) throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(access.address().resolve("/actuator/prometheus"))
                .header("Authorization", "Bearer " + access.key("app-audit")).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(ask, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Not measured: the figures of the server answered " + answer.statusCode());
        }
        return read(answer.body());
    }

    static Integration read(String figures) throws IOException {
        Map<Double, Double> atMost = new TreeMap<>();
        Matcher bucket = BUCKET.matcher(figures);
        while (bucket.find()) {
            atMost.put(bucket.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1)),
                    Double.parseDouble(bucket.group(2)));
        }
        if (!atMost.containsKey(PROMISED) || !atMost.containsKey(Double.POSITIVE_INFINITY)) {
            throw new IOException("Not measured: the server does not count how soon entries are in a signed tree.");
        }
        return new Integration(atMost, atMost.get(Double.POSITIVE_INFINITY));
    }

    /** What was counted after {@code begin}. */
    Integration since(Integration begin) {
        Map<Double, Double> counted = new TreeMap<>();
        atMost.forEach((bound, count) -> counted.put(bound, count - begin.atMost().getOrDefault(bound, 0.0)));
        return new Integration(counted, steps - begin.steps());
    }

    /** The share of steps within {@link #PROMISED}, 0 to 1. */
    double kept() {
        return steps == 0 ? 0 : atMost.get(PROMISED) / steps;
    }

    /** The least bound, in milliseconds, that so many of the steps kept; infinite where none of the bounds was. */
    double milliseconds(double share) {
        return atMost.entrySet().stream().filter(one -> one.getValue() >= share * steps)
                .mapToDouble(one -> 1000 * one.getKey()).findFirst().orElse(Double.POSITIVE_INFINITY);
    }
}
