// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.page.WhoAmI;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import java.util.Optional;
import java.util.Set;

/** What the frame shows to whom, and what a browser is told. */
@SpringBootTest(classes = {ConsoleTrial.class, Gallery.class})
class FrameTest {

    @Autowired WebApplicationContext context;
    @Autowired SecurityHeaders headers;
    MockMvc web;

    @BeforeEach
    void openTheConsole() {
        web = MockMvcBuilders.webAppContextSetup(context).addFilters(headers).build();
        ConsoleTrial.reader = Optional.of(ConsoleTrial.agent());
        ConsoleTrial.ledger = ConsoleTrial.verified();
    }

    @AfterEach
    void closeTheConsole() {
        ConsoleTrial.reader = Optional.empty();
        ConsoleTrial.ledger = LedgerPill.Reading.UNKNOWN;
        ConsoleTrial.offer = ConsoleTrial.Offer.NONE;
    }

    @Test
    void showsOnlyThePlacesThisReaderMayOpenInTheirOrder() throws Exception {
        assertThat(page("/gallery/blank")).contains("客户信息</span>", "访问账本</span>", "总览</span>")
                .doesNotContain("数据与用途</span>")
                .containsSubsequence("总览</span>", "访问</div>", "客户信息</span>", "访问账本</span>");
    }

    @Test
    void hidesTheSearchFromThoseWhoMayNotOpenCustomers() throws Exception {
        assertThat(page("/gallery/blank")).contains("name=\"q\"");
        ConsoleTrial.reader = Optional.of(new WhoAmI.Reader("何予安", "trial.role", "SJ0031", Set.of("ledger")));
        assertThat(page("/gallery/blank")).doesNotContain("name=\"q\"");
    }

    @Test
    void asksForACustomerNeverByAddress() throws Exception {
        assertThat(page("/gallery/blank")).containsPattern(
                "<form class=\"sx-search\"[^>]*method=\"post\"").doesNotContain("hx-get=\"/customers");
    }

    @Test
    void saysWhoReadsAndSignsOutByPost() throws Exception {
        assertThat(page("/gallery/blank")).contains("周敏", "热线坐席 · KF03127")
                .containsPattern("<form method=\"post\" action=\"/sign-out\"");
    }

    @ParameterizedTest
    @CsvSource({"VERIFIED, 账本已核验, ti-shield-check", "LATE, 账本核验已延迟, ti-shield-question",
        "BROKEN, 账本核验失败，查看已停用, ti-shield-x", "UNKNOWN, 账本尚未核验, ti-shield-question"})
    void saysHowTheLedgerStands(LedgerPill.State state, String words, String icon) throws Exception {
        ConsoleTrial.ledger = new LedgerPill.Reading(state, 3, null);
        assertThat(page("/gallery/blank")).contains(words, icon).doesNotContain("data-since");
    }

    @Test
    void keepsThePageAndItsFiltersWhenTheLanguageChanges() throws Exception {
        assertThat(page("/gallery/blank?page=3&lang=zh-CN&kind=a%26b"))
                .contains("href=\"?page=3&amp;kind=a%26b&amp;lang=en\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a={b}&&=%zz&c", "\"><b>", "//elsewhere.example", "lang=en&lang=en"})
    void leadsNowhereElseWhateverTheQueryWas(String query) throws Exception {
        String html = web.perform(MockMvcRequestBuilders.get("/gallery/blank").with(request -> {
            request.setQueryString(query);
            return request;
        }).header("Accept-Language", "zh-CN")).andReturn().getResponse().getContentAsString();
        assertThat(html).containsPattern(
                "<a class=\"sx-icon sx-icon--txt\" rel=\"nofollow\" href=\"\\?[^\"<>]*lang=en\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gallery/blank", "/gallery/problem", "/sign-in", "/nowhere"})
    void tellsTheBrowserWhatIsAllowedOnEveryAnswer(String path) throws Exception {
        MockHttpServletResponse answer = get(path);
        assertThat(answer.getHeader("Content-Security-Policy")).isEqualTo("default-src 'none'; "
                + "script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.getHeader("Permissions-Policy")).contains("camera=()");
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @CsvSource({"wrong, 没有登录成功", "locked, 账号已锁定", "throttled, 尝试过于频繁", "expired, 会话已过期",
        "out, 已退出登录", "no-passwords, 这里不能用密码登录", "provider-away, 登录服务没有响应",
        "provider-again, 登录没有完成", "provider-invalid, 没有通过核对", "provider-number, 没有给出你的工号",
        "provider-closed, 这个账号没有开通", "provider-uninvited, 还没有被邀请", "provider-other, 另一个账号"})
    void saysWhyOneHasToSignIn(String reason, String words) throws Exception {
        ConsoleTrial.reader = Optional.empty();
        assertThat(page("/sign-in?reason=" + reason)).contains(words, "name=\"number\"", "name=\"password\"");
    }

    @Test
    void offersTheProviderWhereThereIsOneAndPasswordsWhereTheySignIn() throws Exception {
        ConsoleTrial.reader = Optional.empty();
        assertThat(page("/sign-in")).doesNotContain("/sign-in/provider");
        ConsoleTrial.offer = new ConsoleTrial.Offer(true, true, "统一认证");
        assertThat(page("/sign-in")).contains("href=\"/sign-in/provider\"", "用统一认证登录", "name=\"password\"");
        ConsoleTrial.offer = new ConsoleTrial.Offer(true, false, "统一认证");
        assertThat(page("/sign-in")).contains("href=\"/sign-in/provider\"", "用通行密钥登录")
                .doesNotContain("name=\"password\"", "忘记密码");
    }

    @Test
    void repeatsNothingOfAReasonItDoesNotKnow() throws Exception {
        ConsoleTrial.reader = Optional.empty();
        assertThat(page("/sign-in?reason=%3Cb%3Enonsense"))
                .doesNotContain("sx-note").doesNotContain("<b>nonsense");
    }

    @Test
    void doesNotAskTwiceForASignIn() throws Exception {
        assertThat(get("/sign-in").getRedirectedUrl()).isEqualTo("/");
    }

    @Test
    void showsNoFrameToStrangers() throws Exception {
        ConsoleTrial.reader = Optional.empty();
        assertThat(page("/gallery/problem")).contains("sx-gate").doesNotContain("sx-side").contains("请求不合规");
    }

    private String page(String path) throws Exception {
        return get(path).getContentAsString();
    }

    private MockHttpServletResponse get(String path) throws Exception {
        return web.perform(MockMvcRequestBuilders.get(java.net.URI.create(path))
                .header("Accept-Language", "zh-CN")).andReturn().getResponse();
    }
}
