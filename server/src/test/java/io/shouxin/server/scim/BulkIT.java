// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.scim;

import static io.shouxin.server.scim.Provider.assertRefused;
import static io.shouxin.server.scim.Provider.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.scim.Provider.Answer;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many operations in one request. */
@ProvisioningTest
class BulkIT {

    @Autowired Provider provider;

    @Test
    void refusesTenThousandOperationsWithTheLimitAndDoesNoneOfThem() {
        String start = fresh("bulk-");
        String operations = IntStream.range(0, 10_000).mapToObj(i ->
                "{\"method\":\"DELETE\",\"path\":\"/Users/X" + i + "\"}").collect(Collectors.joining(","));
        Answer answer = bulk("{\"method\": \"POST\", \"path\": \"/Users\", \"bulkId\": \"a\", \"data\": {\"schemas\": "
                + "[\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"" + start + "\"}},"
                + operations, "");
        assertRefused(answer, 413);
        assertThat(answer.text("/detail")).contains("maxOperations (1000)");
        assertThat(found(start)).isZero();
        Answer large = provider.send("POST", "/scim/v2/Bulk", "{\"x\": \"" + "y".repeat(1 << 20) + "\"}");
        assertRefused(large, 413);
        assertThat(large.text("/detail")).contains("maxPayloadSize (1048576)");
    }

    @Test
    void doesEachOperationOfABulkWholeAndStopsAfterAsManyFailuresAsAsked() {
        String start = fresh("bulk-");
        String user = "{\"method\": \"POST\", \"path\": \"/Users\", \"bulkId\": \"%1$s\", \"data\": {\"schemas\": "
                + "[\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"" + start + "%2$s\"}}";
        String operations = String.join(",", user.formatted("1", "a"), user.formatted("2", "a"),
                user.formatted("3", "b"), "{\"method\": \"GET\", \"path\": \"/Users\"}",
                "{\"method\": \"PUT\", \"path\": \"/Users/none\", \"data\": {}}", user.formatted("3", "c"));
        Answer all = bulk(operations, "");
        assertThat(all.status()).isEqualTo(200);
        assertThat(statuses(all)).containsExactly("201", "409", "201", "400", "404", "400");
        assertThat(all.text("/Operations/1/response/scimType")).isEqualTo("uniqueness");
        assertThat(found(start)).isEqualTo(2);

        String next = fresh("bulk-");
        Answer some = bulk(operations.replace(start, next), ", \"failOnErrors\": 1");
        assertThat(statuses(some)).containsExactly("201", "409");
        assertThat(found(next)).as("the rest was not begun").isEqualTo(1);
    }

    @Test
    void resolvesReferencesToWhatComesLaterAndRefusesARing() {
        String start = fresh("ref-");
        String group = "{\"method\": \"POST\", \"path\": \"/Groups\", \"bulkId\": \"g\", \"data\": {\"schemas\": "
                + "[\"urn:ietf:params:scim:schemas:core:2.0:Group\"], \"displayName\": \"" + start
                + "\", \"members\": [{\"value\": \"bulkId:u\"}]}}";
        String user = "{\"method\": \"POST\", \"path\": \"/Users\", \"bulkId\": \"u\", \"data\": {\"schemas\": "
                + "[\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"" + start + "\"}}";
        String patch = "{\"method\": \"PATCH\", \"path\": \"/Users/bulkId:u\", \"data\": [{\"op\": \"add\", \"path\": "
                + "\"displayName\", \"value\": \"Later\"}]}";
        Answer answer = bulk(String.join(",", group, patch, user), "");
        assertThat(statuses(answer)).as(answer.body().toString()).containsOnly("201", "200").hasSize(3);
        String id = provider.get("/scim/v2/Users?filter=userName%20eq%20%22" + start + "%22").text("/Resources/0/id");
        assertThat(provider.get("/scim/v2/Users/" + id).text("/displayName")).isEqualTo("Later");
        assertThat(provider.get("/scim/v2/Users/" + id).text("/groups/0/display")).isEqualTo(start);

        Answer lost = bulk(group.replace(start, start + "2"), "");
        assertThat(statuses(lost)).containsExactly("409");
    }

    private Answer bulk(String operations, String more) {
        return provider.send("POST", "/scim/v2/Bulk", "{\"schemas\": [\"" + Bulk.REQUEST + "\"]" + more
                + ", \"Operations\": [" + operations + "]}");
    }

    private static List<String> statuses(Answer answer) {
        return answer.body().path("Operations").valueStream().map(one -> one.path("status").asString()).toList();
    }

    private int found(String start) {
        return provider.get("/scim/v2/Users?filter=userName%20sw%20%22" + start + "%22").body()
                .path("totalResults").asInt();
    }
}
