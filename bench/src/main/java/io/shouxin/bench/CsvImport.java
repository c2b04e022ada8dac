// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file of customers put through the door's import, as an operator's migration would. */
final class CsvImport {

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final long ASK_EVERY_MILLIS = 50;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Access access;
    private final int rows;
    private final String file;

    /** The file is made before anything is timed. */
    CsvImport(Access access, int series, int rows) {
        this.access = access;
        this.rows = rows;
        StringBuilder text = new StringBuilder(String.join(",", Customers.COLUMNS)).append('\n');
        for (int number = 0; number < rows; number++) {
            text.append(String.join(",", Customers.row(series, number))).append('\n');
        }
        this.file = text.toString();
    }

    void run() throws IOException, InterruptedException {
        String columns = Customers.COLUMNS.stream().map(name -> '"' + name + "\":\"" + name + '"')
                .collect(Collectors.joining(","));
        String opened = send(to("").header("Content-Type", "application/json").POST(BodyPublishers.ofString(
                "{\"purpose\":\"" + Customers.PURPOSE + "\",\"columns\":{" + columns + "}}")));
        Matcher id = ID.matcher(opened);
        if (!id.find()) {
            throw new IOException("Not measured: no import was opened.");
        }
        send(to("/" + id.group(1) + "/file").header("Content-Type", "text/csv").PUT(BodyPublishers.ofString(file)));
        String state = send(to("/" + id.group(1)).GET());
        while (!state.contains("\"state\":\"done\"")) {
            if (state.contains("\"state\":\"failed\"") || state.contains("\"state\":\"stopped\"")) {
                throw new IOException("Not measured: the import did not finish.");
            }
            Thread.sleep(ASK_EVERY_MILLIS);
            state = send(to("/" + id.group(1)).GET());
        }
        if (!state.contains("\"created\":" + rows + ",")) {
            throw new IOException("Not measured: not every row was created.");
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(access.address() + "/api/v1/imports" + path))
                .header("Authorization", "Bearer " + access.key("app-crm"));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("Not measured: the door answered " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
