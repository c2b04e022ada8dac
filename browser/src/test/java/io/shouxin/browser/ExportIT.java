// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;

import io.shouxin.server.vault.Customers;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for a bank: asked for at a desk, agreed to on a telephone, written, fetched; and one of nobody's traced. */
class ExportIT {

    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

    @TempDir Path folder;

    @BeforeAll
    static void sampleIsThere() {
        RunningServer.await(() -> RunningServer.get().bean(Customers.class).count() >= 60);
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 掩码", "en-GB, Masked"})
    void goesFromAskingToTheFile(String language, String masked) throws IOException {
        try (Visit desk = Visit.in(language, ColorScheme.LIGHT, Visit.WIDE).signIn("billing")) {
            desk.open("/exports/new").holds();
            desk.page.selectOption("#recipient", "collecting-bank");
            desk.page.click("form[method=get] button");
            desk.page.click("form[method=get] button");
            assertThat(desk.page.locator("table")).containsText(masked);
            desk.page.fill("#rows", "40");
            desk.page.selectOption("#kind", "other");
            desk.page.fill("#words", "13800138000");
            desk.page.click(".sx-actions button");
            assertThat(desk.page.locator("[role=alert]")).isVisible();
            desk.holds().picture("export-wrong-" + language);
            desk.page.fill("#words", "银行代扣清单按月报送，本月新增签约客户");
            desk.page.click(".sx-actions button");
            desk.page.waitForURL("**/exports/*-*");
            desk.holds().picture("export-asked-" + language);
            agreesOnATelephone(language, desk.page.locator("a[href*='/approvals/VA']").getAttribute("href"));

            // The answer comes to the page by itself.
            assertThat(desk.page.locator("form[action$='/begin'] button")).isVisible(PATIENTLY);
            desk.holds().picture("export-agreed-" + language);
            desk.page.click("form[action$='/begin'] button");
            assertThat(desk.page.locator("a[href$='/file']")).isVisible(PATIENTLY);
            desk.holds().picture("export-ready-" + language);
            desk.dress(ColorScheme.DARK, Visit.PHONE).holds().picture("export-ready-dark-phone-" + language);
            Download file = desk.page.waitForDownload(() -> desk.page.click("a[href$='/file']"));
            assertThat(Files.readString(file.path(), StandardCharsets.ISO_8859_1))
                    .startsWith("age-encryption.org/v1\n-> X25519 ");
            desk.dress(ColorScheme.LIGHT, Visit.WIDE).open("/exports").holds();
        }
    }

    private static void agreesOnATelephone(String language, String approval) {
        try (Visit phone = Visit.in(language, ColorScheme.LIGHT, Visit.PHONE).signIn("privacy-officer")) {
            phone.open(approval).holds().picture("export-approval-phone-" + language);
            phone.page.click("form[action$='/agree'] button.btn-primary");
            assertThat(phone.page.locator("form[action$='/take-back']")).isVisible();
            phone.page.click("a[href*='/exports/']");
            phone.page.waitForURL("**/exports/*-*");
            phone.holds();
        }
    }

    @Test
    void namesNoExportForAFileOfNobodys() throws IOException {
        Path found = Files.writeString(folder.resolve("found.csv"), "name,phone\n王**,138****0000\n");
        try (Visit visit = Visit.chinese().signIn("auditor")) {
            visit.open("/traces").holds().picture("trace-zh");
            visit.page.setInputFiles("#file", found);
            visit.page.click("[data-part=send]");
            assertThat(visit.page.locator("#report")).containsText("查不到来源");
            visit.holds().picture("trace-none-zh");
            visit.page.setInputFiles("#file", Files.write(folder.resolve("found.xlsx"), new byte[] {80, 75, 3, 4, 0}));
            visit.page.click("[data-part=send]");
            assertThat(visit.page.locator("#report")).containsText("这不是文本文件");
            visit.dress(ColorScheme.DARK, Visit.PHONE).holds();
        }
        try (Visit visit = Visit.english().signIn("auditor")) {
            visit.open("/traces");
            visit.page.fill("#text", "nobody@mail.example");
            visit.page.click("form[action$='/traces'] button");
            assertThat(visit.page.locator("#report")).containsText("No export is named by it");
            visit.holds();
        }
    }
}
