// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;

/** Requests that the container or the firewall of filters refuses before any of our code sees them. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BrokenRequestsIT {

    private static final String SECRET = "16400990099";

    @LocalServerPort int port;

    private String send(String line, String accept, String more) throws IOException {
        return RawCaller.send(port, line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nAccept-Language: en\r\nAccept: " + accept + "\r\nConnection: close\r\n" + more + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v1/%zz16400990099, 400, unreadable", "GET /api/v1/客户16400990099, 400, unreadable",
        "GET /api/v1/<script>16400990099, 400, unreadable", "GET /api/v1/a%2F16400990099, 400, unreadable",
        "GET /api//v1/16400990099, 400, unreadable", "GET /api/v1/x;a=16400990099, 400, unreadable",
        "GET /api/v1/%0016400990099, 400, unreadable", "GET /api/v1/%c3%2816400990099, 400, unreadable",
        "GET /api/v1/../16400990099, 400, unreadable", "FOO /api/v1/16400990099, 400, unreadable",
        "TRACE /api/v1/16400990099, 405, method-unknown",
        "CONNECT /api/v1/16400990099, 501, method-unknown", "GET /error, 404, unknown-path",
        "GET /error?16400990099, 404, unknown-path"})
    void areAnsweredWithADocumentThatRepeatsNothing(String line, int status, String type) throws IOException {
        String answer = send(line, "*/*", "");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("application/problem+json",
                "urn:shouxin:problem:problem." + type, "\"next\"")
                .doesNotContain(SECRET, "\"instance\"", "Tomcat", "trace");
    }

    @Test
    void refusesHeadersAndFormsThatAreTooLargeOrUnreadable() throws IOException {
        assertThat(send("GET /api/v1/imports", "*/*", "X: " + SECRET.repeat(2_000) + "\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("problem+json").doesNotContain(SECRET);
        assertThat(send("POST /api/v1/customers", "*/*", "Content-Length: " + SECRET + "x\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("problem+json").doesNotContain(SECRET);
        String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
        assertThat(send("POST /sign-in", "*/*", form + "20\r\n\r\nnumber=%zz" + SECRET.substring(1)))
                .startsWith("HTTP/1.1 400 ").contains("problem.unreadable").doesNotContain(SECRET.substring(1));
        int large = 6 << 20;
        assertThat(send("POST /sign-in", "*/*", form + large + "\r\n\r\n" + "1".repeat(large)))
                .startsWith("HTTP/1.1 413 ").contains("problem.body-too-large");
    }

    /** Where headers could be read: a browser never sends an address that breaks the line itself. */
    @ParameterizedTest
    @CsvSource({"/staff/%zz16400990099", "/staff/%c3%2816400990099", "/ledger/entries/%0016400990099"})
    void areAPageForAPerson(String path) throws IOException {
        String answer = send("GET " + path, "text/html,*/*;q=0.8", "");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("text/html", "<html lang=\"", "<h1>")
                .doesNotContain(SECRET, "Tomcat", "Exception");
    }

    @Test
    void staysAPageBelowTheLedgerForAPerson() throws IOException {
        assertThat(send("GET /ledger/entries/99999999999999999999", "text/html", "")).startsWith("HTTP/1.1 302 ");
        assertThat(send("GET /ledger/tile/0/x" + SECRET, "text/html", "")).startsWith("HTTP/1.1 404 ")
                .contains("problem+json").doesNotContain(SECRET);
    }
}
