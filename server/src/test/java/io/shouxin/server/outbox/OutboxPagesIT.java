// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import static io.shouxin.server.outbox.OutboxTrial.mail;
import static io.shouxin.server.outbox.OutboxTrial.sms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.server.ServerTest;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the system administrator sees of the messages, and can do about them. */
@ServerTest
@Import(OutboxTrial.class)
class OutboxPagesIT {

    @Autowired OutboxTrial trial;
    @Autowired People people;
    @Autowired MockMvc web;
    private String number;
    private ScriptedSmtp server;

    @BeforeEach
    void somebody() throws Exception {
        trial.empty();
        number = StaffFixture.someone(people, "system-administrator");
        server = new ScriptedSmtp();
    }

    @AfterEach
    void nobody() throws Exception {
        server.close();
        trial.empty();
    }

    private Message.Id failed() {
        server.says(Map.of("RCPT", "550 no"));
        return sent();
    }

    private Message.Id uncertain() {
        server.says(Map.of(ScriptedSmtp.DOT, ScriptedSmtp.HANG_UP));
        return sent();
    }

    private Message.Id sent() {
        OutboxTrial.Node node = trial.node(mail(server.port()));
        Message.Id id = trial.send(node, mail("314159", ""));
        node.work();
        server.says(Map.of());
        return id;
    }

    @Test
    void showsStatesReasonsAndNoMoreOfAnAddressThanItsMask() throws Exception {
        Message.Id id = failed();
        String page = read("/outbox", "zh-CN");
        assertThat(page).contains("消息发送", "失败", "服务器拒收。（应答 550）", "trial.code", "重新发送",
                "/outbox/" + id + "/retry", "未接入", "shouxin.outbox.mail-host")
                .doesNotContain("ouyang.mingyue").doesNotContain("314159").doesNotContain("欧阳").doesNotContain("??");
        assertThat(page).contains("o***@s***.***");
        assertThat(read("/outbox", "en")).contains("The server refuses it. (answer 550)", "Send again", "Failed")
                .doesNotContain("??");
        assertThat(read("/outbox?state=delivered", "en")).doesNotContain(id.toString()).contains("No messages");
        assertThat(read("/outbox?state=failed", "en")).contains(id.toString());
        assertThat(read("/", "en")).contains("Messages failed and can still be sent again");
    }

    @Test
    void sendsAFailedOneAgainByHand() throws Exception {
        Message.Id id = failed();
        assertThat(answer(post("/outbox/" + id + "/retry").with(csrf()), "en").getRedirectedUrl())
                .isEqualTo("/outbox");
        trial.node(mail(server.port())).work();
        assertThat(trial.state(id)).isEqualTo(MessageState.SENT);
        assertThat(trial.entries(id)).containsExactly("outbox.queue", "outbox.fail", "outbox.retry", "outbox.send");
        assertThat(trial.entryText(id)).contains(number);
        assertThat(read("/outbox", "en")).contains("wiped");
    }

    @Test
    void warnsBeforeAnUncertainOneGoesAgain() throws Exception {
        Message.Id id = uncertain();
        assertThat(read("/outbox", "zh-CN")).contains("重新发送？").doesNotContain(">重新发送<");
        answer(post("/outbox/" + id + "/retry").with(csrf()), "en");
        assertThat(trial.state(id)).as("without the warning").isEqualTo(MessageState.UNCERTAIN);
        assertThat(read("/outbox/" + id + "/retry", "zh-CN")).contains("收件人可能会收到两次。", "先问收件人");
        assertThat(read("/outbox/" + id + "/retry", "en")).contains("The recipient may get this message twice.");
        answer(post("/outbox/" + id + "/retry").param("twice", "yes").with(csrf()), "en");
        assertThat(trial.state(id)).isEqualTo(MessageState.QUEUED);
    }

    @Test
    void offersNothingThatCannotBe() throws Exception {
        Message.Id id = failed();
        trial.clock.goOn(java.time.Duration.ofMinutes(6));
        trial.db.sql("UPDATE outbox_message SET valid_until = now() - interval '1 s'").update();
        assertThat(read("/outbox", "en")).doesNotContain("/outbox/" + id + "/retry");
        answer(post("/outbox/" + id + "/retry").with(csrf()), "en");
        assertThat(trial.state(id)).isEqualTo(MessageState.FAILED);
        assertThat(answer(get("/outbox/00000000-0000-4000-8000-000000000000/retry"), "en").getStatus())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"care-agent, 403, 403", "security-administrator, 403, 403", "auditor, 200, 403",
        "system-administrator, 200, 302"})
    void opensToWhomItMay(String role, int list, int retry) throws Exception {
        Message.Id id = failed();
        number = StaffFixture.someone(people, role);
        assertThat(answer(get("/outbox"), "en").getStatus()).isEqualTo(list);
        if (list == 200) {
            assertThat(read("/outbox", "en").contains("Send again")).isEqualTo(retry == 302);
        }
        assertThat(answer(post("/outbox/" + id + "/retry").with(csrf()), "en").getStatus()).isEqualTo(retry);
    }

    @Test
    void saysWhatTheLedgerSays() throws Exception {
        failed();
        try (TrialSmsc smsc = new TrialSmsc()) {
            Map<String, String> both = new HashMap<>(sms(smsc.port()));
            try (OutboxTrial.Node node = trial.node(both)) {
                trial.send(node, sms("1", ""));
                node.work();
            }
        }
        number = StaffFixture.someone(people, "auditor");
        assertThat(read("/ledger?action=outbox.fail", "zh-CN")).contains("消息失败").doesNotContain("??");
        assertThat(read("/ledger?action=outbox.send", "en")).contains("Hand message over").doesNotContain("??");
    }

    private String read(String path, String language) throws Exception {
        MockHttpServletResponse answer = answer(get(path), language);
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request, String language) throws Exception {
        return web.perform(request.with(authentication(
                new UsernamePasswordAuthenticationToken(number, null, List.of()))).header("Accept-Language", language))
                .andReturn().getResponse();
    }
}
