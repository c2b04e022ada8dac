// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ServerTest;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The walk of somebody who brings in a file: mapping, file, progress, stop, go on, what was rejected. */
@ServerTest
@Import({Door.class, ImportTrial.class})
class ImportPagesIT {

    private static final String MAPPING = """
            columns:
              number: customer-number
              fee: monthly-fee
            """;
    private static final String SOUND = "<b>映射无误</b>";
    private static final String ASKS_AGAIN = "hx-trigger=\"every 1s\"";
    private static final AtomicInteger NUMBERS = new AtomicInteger(81_000);

    @Autowired ImportTrial trial;
    @Autowired ImportWorker worker;
    @Autowired People people;
    @Autowired MockMvc web;

    private String number;

    @BeforeEach
    void somebodyInBilling() {
        trial.byHand();
        trial.workAll();
        if (people.departments().stream().noneMatch(one -> one.code().equals("intake-test"))) {
            people.add(new Department("intake-test", Optional.empty(), "账务部", "Billing", 0));
        }
        number = "ZT" + NUMBERS.incrementAndGet();
        people.add(new People.NewPerson(number, "石晓琳", "Shi Xiaolin", "intake-test", List.of("billing")), null,
                Entry.Actor.system("test"));
    }

    @Test
    void showsNothingThatIsNotTheCaseYet() throws Exception {
        assertThat(read("/imports/new")).contains("用途", "映射").doesNotContain(SOUND);
        String job = open();
        assertThat(read(job)).contains("等待文件", "选择文件", "放弃这次导入")
                .doesNotContain("role=\"progressbar\"").doesNotContain(ASKS_AGAIN)
                .doesNotContain("继续", "拒收的行");
        assertThat(read("/imports")).contains("待收文件").doesNotContain("还没有导入");
    }

    @Test
    void saysInEveryLineWhatIsWrongWithAMapping() throws Exception {
        String page = text(answer(send("/imports/new").param("purpose", "billing.settle").param("act", "check")
                .param("mapping", "columns:\n  a: customer-number\n  b: no-such-field\n")));
        assertThat(page).contains("role=\"alert\"", "第 3 行", "no-such-field").doesNotContain(SOUND);
        String sound = text(answer(send("/imports/new").param("purpose", "billing.settle").param("act", "check")
                .param("mapping", MAPPING)));
        assertThat(sound).contains(SOUND).doesNotContain("role=\"alert\"");
    }

    @Test
    void refusesAWrongFileInWordsAndTakesTheRightOne() throws Exception {
        String job = open();
        MockHttpServletResponse refused = file(job, "number,salary\n1,2\n");
        assertThat(refused.getStatus()).isEqualTo(400);
        assertThat(text(refused)).contains("文件的列与映射不符", "另建导入", "salary").doesNotContain("??");
        assertThat(read(job)).contains("等待文件");
        assertThat(file(job, rows(2)).getStatus()).isEqualTo(200);
        assertThat(read(job)).contains("共 2 行已收齐", ASKS_AGAIN).doesNotContain("选择文件");
    }

    @Test
    void stopsGoesOnAndListsWhatItRejected() throws Exception {
        String job = open();
        file(job, rows(300) + Door.freshNumber() + ",many\n");
        worker.step();
        assertThat(text(answer(get(job + "/progress")))).contains("已处理 250 行，共 301 行",
                "aria-valuenow=\"250\"", ASKS_AGAIN, "停在已处理的行").doesNotContain("<html");
        assertThat(answer(send(job + "/stop")).getRedirectedUrl()).isEqualTo(job);
        assertThat(read(job)).contains("已停止", ">继续<", "其余密封保留七天").doesNotContain(ASKS_AGAIN);
        answer(send(job + "/resume"));
        trial.workAll();
        String done = read(job);
        assertThat(done).contains("收下 300 行，拒收 1 行", "拒收的行", "302", "月消费", "开始记录", "完成记录")
                .doesNotContain("many").doesNotContain(ASKS_AGAIN).doesNotContain("??");
        MockHttpServletResponse rejects = answer(get(job + "/rejects"));
        assertThat(rejects.getHeader("Content-Disposition")).startsWith("attachment");
        assertThat(text(rejects)).contains("302").doesNotContain("many");
        assertThat(text(web.perform(get(job).with(authentication(session())).header("Accept-Language", "en"))
                .andReturn().getResponse())).contains("Monthly fee").doesNotContain("??");
    }

    /** Opens an import and answers its path. */
    private String open() throws Exception {
        String job = answer(send("/imports/new").param("purpose", "billing.settle").param("mapping", MAPPING)
                .param("act", "open")).getRedirectedUrl();
        assertThat(job).startsWith("/imports/");
        return job;
    }

    private static String rows(int count) {
        StringBuilder file = new StringBuilder("number,fee\n");
        for (int i = 0; i < count; i++) {
            file.append(Door.freshNumber()).append(",12.50\n");
        }
        return file.toString();
    }

    private MockHttpServletResponse file(String job, String content) throws Exception {
        return answer(put(job + "/file").with(csrf()).contentType("text/csv")
                .content(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static MockHttpServletRequestBuilder send(String path) {
        return post(path).with(csrf());
    }

    private String read(String path) throws Exception {
        MockHttpServletResponse answer = answer(get(path));
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return text(answer);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return web.perform(request.with(authentication(session())).header("Accept-Language", "zh-CN"))
                .andReturn().getResponse();
    }

    private UsernamePasswordAuthenticationToken session() {
        return new UsernamePasswordAuthenticationToken(number, null, List.of());
    }

    private static String text(MockHttpServletResponse answer) throws Exception {
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }
}
