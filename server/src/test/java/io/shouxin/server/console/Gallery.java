// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The pages GalleryTest draws; a test component, so that no other test's component scan picks it up. */
@Controller
@TestComponent
@RequestMapping("/gallery")
class Gallery {

    private final Problems problems;

    Gallery(Problems problems) {
        this.problems = problems;
    }

    record Fact(String kind, String word, @Nullable String figure) {}

    record Part(String word, long value, String figure, String fill) {}

    record Way(String icon, String word, String hint, String path, String button) {}

    record Form(String name, String reason, String basis) {}

    record Blank(String title, String lead, String icon, String what, String why, String path, String word) {}

    @GetMapping
    String all(Model model, @ModelAttribute("form") Form form, BindingResult errors) {
        errors.rejectValue("name", "trial.wrong", "不能超过 16 个字。");
        model.addAttribute("week", List.of(3320, 3410, 3180, 1920, 1880, 3390, 3460, 3700, 3350, 3482));
        model.addAttribute("facts", List.of(new Fact("ok", "披露均有依据", "3,482/3,482"),
                new Fact("ok", "账本完整", null), new Fact("warn", "客户已通知", "0%")));
        model.addAttribute("parts", List.of(new Part("明文", 412, "412", "1"),
                new Part("掩码", 3021, "3,021", "3"), new Part("拒绝", 49, "49", "bad")));
        model.addAttribute("receiptFacts", map("时间", "2026-11-23 14:32:18",
                "查看人", "周敏 KF03127，终端 10.6.18.44", "字段", "套餐（明文）、10 月账单（明文）、姓名（掩码）"));
        model.addAttribute("refusedFacts", map("规则", "策略 v37 第 31 条",
                "原因代码", "policy.no-rule", "账本条目", "#48,213,931"));
        model.addAttribute("ways", List.of(
                new Way("receipt", "改看账单和通话时长", "九成账单争议用这两项就够", "/customers", "改选字段"),
                new Way("antenna-bars-5", "如果是网络问题，改用“网络投诉”", "需要网络工单", "/customers", "改用途")));
        model.addAttribute("options", map("contract", "履行合同", "consent", "个人同意"));
        model.addAttribute("from", ConsoleTrial.NOW.minusSeconds(24));
        model.addAttribute("until", ConsoleTrial.NOW.plusSeconds(276));
        model.addAttribute("since", Instant.parse("2026-11-23T06:32:23Z"));
        return "gallery";
    }

    @GetMapping("/proof")
    String proof(Model model) {
        model.addAttribute("leaf", hash(0));
        for (int steps : new int[] {0, 1, 3, 4, 26}) {
            model.addAttribute("given" + steps,
                    IntStream.rangeClosed(1, steps).mapToObj(Gallery::hash).toList());
            model.addAttribute("computed" + steps,
                    IntStream.rangeClosed(101, 100 + steps).mapToObj(Gallery::hash).toList());
        }
        return "gallery-proof";
    }

    @GetMapping("/blank")
    String blank(Model model) {
        model.addAttribute("blank", new Blank("待我处理", "等你审批、复核或答复的事项。", "checklist",
                "现在没有等你处理的事", "上一件 14:21 处理完。有新申请时，这里会出现。", "/ledger", "看我今天的 23 个决定"));
        return "console/blank";
    }

    @GetMapping("/problem")
    String problem(Model model) {
        model.addAttribute("problem", problems.of(new Refused(Refused.Kind.INVALID, "problem.invalid",
                List.of(new Refused.Detail("ticket", "problem.missing"),
                        new Refused.Detail("fields[2]", "problem.too-long", List.of("64"))))
                .with("entry", 48213931).with("reference", "5be107c942aa")));
        return "console/problem";
    }

    private static String hash(int seed) {
        return String.format("%08x", seed * 0x9E3779B1).repeat(8);
    }

    private static Map<String, String> map(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        Arrays.stream(pairs).reduce((key, value) -> {
            if (key.isEmpty()) {
                return value;
            }
            map.put(key, value);
            return "";
        });
        return map;
    }
}
