// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Problem;
import io.shouxin.core.policy.Reason;
import io.shouxin.server.language.Words;
import io.shouxin.server.register.RegisterFixture;
import io.shouxin.server.register.Registers;
import io.shouxin.server.register.SuiteSwitches;
import io.shouxin.server.replay.RegisterReplays;
import io.shouxin.server.service.Services;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pages of the register in both languages, from the matrix to a decision. */
@SpringBootTest(properties = "shouxin.register.initial=classpath:registers/sample.yaml")
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterPagesTest {

    private static final Entry.Actor TEST = Entry.Actor.system("test");
    private static final String FIRST = "SEC801";
    private static final String SECOND = "SEC802";
    private static final String AGENT = "KF80001";

    @Autowired private MockMvc web;
    @Autowired private People people;
    @Autowired private Services services;
    @Autowired private Registers registers;
    @Autowired private RegisterReplays replays;
    @Autowired private Words words;
    @Autowired private SwitchWords switches;

    private String key;

    @BeforeAll
    void addPeople() {
        people.add(new Department("REG", Optional.empty(), "信息安全部", "Information security", 0));
        person(FIRST, "林静", "Lin Jing", "security-administrator");
        person(SECOND, "高远", "Gao Yuan", "security-administrator");
        person(AGENT, "周敏", "Zhou Min", "care-agent");
        key = services.add(new Services.NewService("crm-pages", "客户关系管理", "CRM", FIRST, "app-crm",
                List.of("care.inquiry"), List.of("127.0.0.1/32")), TEST);
    }

    private void person(String number, String name, String nameEn, String role) {
        people.add(new People.NewPerson(number, name, nameEn, "REG", List.of(role)), null, TEST);
    }

    @Test
    void drawTheMatrixInBothLanguages() throws Exception {
        assertThat(page(get("/register"), FIRST, "zh-CN"))
                .contains("数据与用途", "客服坐席", "受理与查询", "A 用户身份和鉴权信息")
                .contains("aria-label=\"手机号码，客服坐席，受理与查询：", "未登记，按拒绝处理")
                .contains("sx-matrixbox--fit");
        assertThat(page(get("/register").param("view", "role"), FIRST, "en"))
                .contains("Data and purposes", "aria-label=\"Phone number, Care agent, Care inquiry: ")
                .contains("sx-matrixbox--fit");
        assertThat(page(get("/register").param("view", "retention"), FIRST, "zh-CN"))
                .contains("自服务终止之日起 2 年", "涉诈核验：自事项办结之日起 90 天");
    }

    @Test
    void explainACellWithAndWithoutScript() throws Exception {
        String cell = "shop-clerk/shop.real-name:address";
        for (String html : List.of(page(get("/register").param("cell", cell), FIRST, "zh-CN"),
                page(get("/register/cell").param("cell", cell), FIRST, "zh-CN"))) {
            assertThat(html).contains("家庭住址 × 营业员，实名办理", "shop-clerk/shop.real-name", "个保法第 13 条",
                    "有一张关于该客户、尚未关闭的工单", "4级 极敏感", "（虚构）").doesNotContain("{0}", "??");
        }
        assertThat(page(get("/register/cell").param("cell", "analyst/analytics.usage:note-free"), FIRST, "en"))
                .contains("The rule does not name it, so it is refused");
        assertThat(answer(get("/register/cell").param("cell", "nobody/none:phone"), FIRST, "en").getStatus())
                .isEqualTo(404);
    }

    @Test
    void showWhatAPersonSeesAndWhoSeesAFieldAndWhy() throws Exception {
        assertThat(page(get("/register/people/" + AGENT), FIRST, "zh-CN"))
                .contains("周敏 " + AGENT + " 能看到什么", "账单争议", "care-agent/care.billing-dispute",
                        "前台查看银行账号明文：银行卡号", "有一张关于该客户、尚未关闭的工单")
                .doesNotContain("analyst/analytics.usage").doesNotContain("??");
        assertThat(page(get("/register/people/" + FIRST), FIRST, "en")).contains("Sees no customer information");
        assertThat(page(get("/register/fields/bank-card"), FIRST, "en"))
                .contains("Who can see Bank card", "Care agent", "care-agent/care.billing-dispute",
                        "Bank account in the clear", "an application")
                .doesNotContain("Shop clerk").doesNotContain("??");
        assertThat(page(get("/register/fields/note-free"), FIRST, "zh-CN")).contains("个人信息保护负责人");
        assertThat(answer(get("/register/fields/nothing"), FIRST, "en").getStatus()).isEqualTo(404);
        assertThat(answer(get("/register/people/KF99999"), FIRST, "en").getStatus()).isEqualTo(404);
        assertThat(answer(get("/register/people/" + AGENT), AGENT, "en").getStatus()).isEqualTo(403);
    }

    @Test
    void showEveryProblemWithItsLineAndKeepWhatWasTyped() throws Exception {
        String broken = RegisterFixture.sample().replace("mask: phone,", "mask: telephone,")
                .replace("keep: 30d", "keep: forever");
        MockHttpServletResponse response = answer(multipart("/register/proposals/new").file(noFile())
                .param("yaml", broken).param("reason", "").param("act", "propose"), FIRST, "zh-CN");
        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(text(response)).contains("有 3 处要改", "没有掩码“telephone”", "期限“forever”写法不对",
                "写明为什么要变更", "href=\"#line-", "mask: telephone", "fields/phone/mask");
        assertThat(page(multipart("/register/proposals/new").file(noFile()).param("yaml", "a: [")
                .param("act", "check"), FIRST, "en")).contains("is not YAML");
    }

    @Test
    void leadAChangeFromItsFileToTheSecondPersonsYes() throws Exception {
        String yaml = registers.required(registers.inForce().version()).yaml().replace("keep: 30d", "keep: 20d");
        String sent = answer(multipart("/register/proposals/new")
                .file(new MockMultipartFile("file", "register.yaml", "application/yaml",
                        yaml.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)))
                .param("yaml", "").param("reason", "位置数据缩短保存").param("act", "propose"), FIRST, "zh-CN")
                .getRedirectedUrl();
        assertThat(sent).startsWith("/register/proposals/");
        int version = Integer.parseInt(sent.substring("/register/proposals/".length()));
        replays.finish(version);
        assertThat(registers.required(version).yaml()).isEqualTo(yaml);
        assertThat(page(get(sent), FIRST, "zh-CN"))
                .contains("由“自收集之日起 30 天”改为“自收集之日起 20 天”", "这一版由你提出", "撤回")
                .doesNotContain("同意，立即生效");
        assertThat(page(get(sent), SECOND, "en"))
                .contains("from 30 days from collection to 20 days from collection", "Accept; it takes effect");
        assertThat(page(get("/register"), SECOND, "zh-CN")).contains("第 " + version + " 版提案等待决定，林静 SEC801");
        assertThat(answer(post(sent + "/accept"), SECOND, "zh-CN").getRedirectedUrl())
                .isEqualTo("/register/versions/" + version);
        assertThat(page(get("/register/versions/" + version), FIRST, "zh-CN"))
                .contains("生效中", "高远 SEC802", "keep: 20d");
        assertThat(page(get("/register/versions"), FIRST, "en")).contains("In force", "Superseded", "Lin Jing SEC801");
        assertThat(text(answer(get("/register/versions/" + version + "/yaml"), FIRST, "en"))).isEqualTo(yaml);
    }

    @Test
    void showAChangeOfSuiteAndHowFarItIs() throws Exception {
        String yaml = registers.required(registers.inForce().version()).yaml()
                .replace("mask: email, index: exact}", "mask: email, index: exact, suite: sm}");
        int version = registers.propose(yaml, "国密改造", Entry.Actor.staff(FIRST, "security-administrator"));
        replays.finish(version);
        assertThat(page(get("/register/proposals/" + version), SECOND, "zh-CN"))
                .contains("算法套件", "国际算法（AES-256-GCM）”改为“国密算法（SM4-GCM）");
        registers.accept(version, Entry.Actor.staff(SECOND, "security-administrator"));
        assertThat(page(get("/register/versions/" + version), FIRST, "zh-CN"))
                .contains("更换算法套件", "电子邮箱：改用国密算法（SM4-GCM）", "开始于 ");
        assertThat(page(get("/register/versions/" + version + "/switching"), FIRST, "en"))
                .contains("Change of suite", "E-mail: now SM (SM4-GCM)").doesNotContain("<html");
        assertThat(page(get("/register/versions/1"), FIRST, "en")).doesNotContain("Change of suite");
        assertThat(page(get("/register/cell").param("cell", "shop-clerk/shop.real-name:id-number"), FIRST, "zh-CN"))
                .contains("国密算法（SM4-GCM）");
        String path = "/api/v1/register/versions/";
        assertThat(text(web.perform(get(path + version + "/switching").header("Authorization", "Bearer " + key))
                .andReturn().getResponse())).contains("\"fields\":{\"email\":\"sm\"}", "\"damaged\":0");
        assertThat(text(web.perform(get(path + "1/switching").header("Authorization", "Bearer " + key))
                .andReturn().getResponse())).contains("register.refused.no-switch");
    }

    @Test
    void tellAChangeOfSuiteThatIsUnderWay() {
        SuiteSwitches.Progress half = new SuiteSwitches.Progress(1, SuiteSwitches.State.RUNNING,
                Map.of("phone", Suite.SM), 1_200, 5_000, 1_100, 2, 100, Optional.of(Duration.ofSeconds(38)),
                Instant.parse("2026-11-25T06:00:00Z"), Optional.empty());
        LocaleContextHolder.setLocale(Locale.SIMPLIFIED_CHINESE);
        try {
            SwitchWords.Told told = switches.told(half, registers.register(1));
            assertThat(told.sentence()).contains("共 5,000 位客户，已处理 1,200 位");
            assertThat(told.facts()).contains("每秒 100 位", "约剩 0:00:38", "开始于 2026-11-25 14:00:00")
                    .anyMatch(fact -> fact.startsWith("内容无法解密的客户：2 位"));
            assertThat(told.underWay()).isTrue();
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    @Test
    void drawTheListsAndTheirFiles() throws Exception {
        assertThat(page(get("/register/lists"), FIRST, "zh-CN"))
                .contains("已收集个人信息清单", "与第三方共享个人信息清单", "云岭速递有限公司", "个人信息处理活动记录");
        String csv = text(answer(get("/register/lists/processing/csv"), FIRST, "en"));
        assertThat(csv).startsWith("\ufeffPurpose,Legal basis,Article");
        assertThat(csv.lines())
                .anyMatch(line -> line.startsWith("Open and run the service,Contract,PIPL Art. 13(1)(2)"));
        assertThat(text(answer(get("/register/lists/shared/csv"), FIRST, "zh-CN"))).contains("云岭商业银行");
        assertThat(answer(get("/register/lists/other/csv"), FIRST, "en").getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/register", "/register/versions", "/register/lists", "/register/proposals/new"})
    void areClosedToWhoHasNoPartInThem(String path) throws Exception {
        assertThat(answer(get(path), AGENT, "zh-CN").getStatus()).isEqualTo(403);
    }

    @Test
    void giveApplicationsTheRegister() throws Exception {
        String json = text(web.perform(get("/api/v1/register").header("Authorization", "Bearer " + key))
                .andReturn().getResponse());
        assertThat(json).contains("\"care-agent\"", "\"purpose\":\"care.inquiry\"", "\"mask\":\"phone\"");
        MockHttpServletResponse yaml = web.perform(get("/api/v1/register").accept("application/yaml")
                .header("Authorization", "Bearer " + key)).andReturn().getResponse();
        assertThat(text(yaml)).contains("format: 1");
        assertThat(yaml.getHeader("Shouxin-Register-Version")).isNotBlank();
        assertThat(text(web.perform(get("/api/v1/register/versions").header("Authorization", "Bearer " + key))
                .andReturn().getResponse())).contains("\"status\":\"in-force\"");
        assertThat(web.perform(get("/api/v1/register")).andReturn().getResponse().getStatus()).isEqualTo(401);
    }

    @Test
    void haveATextForEveryReasonProblemAndValue() {
        Stream.of(Reason.keys(), Problem.keys(), InvalidValue.keys()).flatMap(List::stream).forEach(key -> {
            for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                assertThat(words.in(language, key, "a", "b", "c")).as(language + " " + key).isNotEqualTo(key);
            }
        });
    }

    private String page(AbstractMockHttpServletRequestBuilder<?> request, String number, String language)
            throws Exception {
        MockHttpServletResponse response = answer(request, number, language);
        assertThat(response.getStatus()).isEqualTo(200);
        String html = text(response);
        // Thymeleaf writes a key it does not know between question marks.
        assertThat(html).doesNotContain("??").doesNotContain("register.change.", "register.part.");
        return html;
    }

    private MockHttpServletResponse answer(
            AbstractMockHttpServletRequestBuilder<?> request, String number, String language) throws Exception {
        request.header("Accept-Language", language).with(csrf()).with(authentication(
                UsernamePasswordAuthenticationToken.authenticated(number, null, List.of())));
        return web.perform(request).andReturn().getResponse();
    }

    private static String text(MockHttpServletResponse response) {
        return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private static MockMultipartFile noFile() {
        return new MockMultipartFile("file", "", "application/octet-stream", new byte[0]);
    }
}
