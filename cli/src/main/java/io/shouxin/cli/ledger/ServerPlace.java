// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A log behind HTTP. The service key goes out for entries only, and only where nobody on the way can read it. No
 * redirect is followed: it could take the key elsewhere.
 */
final class ServerPlace implements LogPlace {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int TRIES = 3;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final String prefix;
    private final Optional<String> serviceKey;

    ServerPlace(URI address, Optional<String> serviceKey) {
        boolean loopback = address.getHost() != null
                && address.getHost().matches("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
        if (address.getHost() == null || address.getUserInfo() != null || address.getQuery() != null) {
            throw new Failure(Exit.USAGE, "verify.address");
        }
        if (serviceKey.isPresent() && !address.getScheme().equals("https") && !loopback) {
            throw new Failure(Exit.USAGE, "verify.key-in-clear");
        }
        this.prefix = address.toString().replaceAll("/+$", "") + "/";
        this.serviceKey = serviceKey;
    }

    @Override
    public Optional<byte[]> read(String path) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(path);
            } catch (IOException broken) {
                if (attempt == TRIES) {
                    throw new Failure(Exit.INPUT, "verify.unreachable", prefix + path);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Failure(Exit.INPUT, "verify.unreachable", prefix + path);
            }
        }
    }

    @Override
    public boolean hasEntries() {
        return serviceKey.isPresent();
    }

    private Optional<byte[]> once(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(prefix + path)).timeout(ANSWER)
                .header("Accept-Encoding", "gzip, identity");
        if (path.startsWith("tile/entries/")) {
            serviceKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            int status = answer.statusCode();
            if (status == 404 || status == 410) {
                return Optional.empty();
            }
            if (status >= 500) {
                throw new IOException("the server cannot answer now");
            }
            if (status != 200 && path.equals(MINIMUM_INDEX)) {
                // A log that knows no pruning may answer an address of ours in any way.
                return Optional.empty();
            }
            if (status != 200) {
                throw new Failure(Exit.INPUT, "verify.status", prefix + path, status);
            }
            boolean zipped = answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
            byte[] bytes = (zipped ? new GZIPInputStream(body) : body).readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new Failure(Exit.INPUT, "verify.too-long", prefix + path);
            }
            return Optional.of(bytes);
        }
    }
}
