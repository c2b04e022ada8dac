// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.Lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of customers as somebody in billing brings it in: mapping, file, progress, stop, go on, rejects. */
class ImportIT {

    private static final int ROWS = 20_000;
    private static final double DONE_WITHIN_MS = 120_000;
    private static final String MAPPING = "columns:\n  number: customer-number\n  fee: monthly-fee\n";

    @TempDir Path folder;

    @Test
    void bringsInAFileStopsAndGoesOn() throws IOException {
        try (Visit visit = Visit.chinese().signIn("billing")) {
            visit.open("/imports/new");
            assertThat(visit.page.locator(".sx-note--ok")).hasCount(0);
            visit.page.selectOption("#purpose", "billing.settle");
            visit.page.fill("#mapping", "columns:\n  number: nothing-known\n");
            visit.page.click("button[value=check]");
            assertThat(visit.page.locator("[role=alert]")).containsText("第 2 行");
            visit.holds().picture("import-mapping-wrong-zh");
            visit.page.fill("#mapping", MAPPING);
            visit.page.click("button[value=check]");
            assertThat(visit.page.locator(".sx-note--ok")).containsText("映射无误");
            visit.page.click("button[value=open]");
            visit.page.waitForURL("**/imports/*-*");
            assertThat(visit.page.locator("[role=progressbar]")).hasCount(0);
            visit.holds().picture("import-file-zh");

            visit.page.setInputFiles("#file", file("wrong.csv", "number,salary\n1,2\n"));
            visit.page.click("[data-part=send]");
            assertThat(visit.page.locator("[data-part=answer] [role=alert]")).containsText("文件的列与映射不符");
            visit.page.setInputFiles("#file", file("right.csv", rows()));
            Lifecycle worker = RunningServer.get().bean("importWorker", Lifecycle.class);
            // Nothing is worked on until Stop was pressed, so that it is never too late.
            worker.stop();
            try {
                visit.page.click("[data-part=send]");
                stop(visit);
            } finally {
                worker.start();
            }
            visit.page.locator("form[action$='/resume'] button").click();
            assertThat(visit.page.locator(".sx-verdict")).containsText("拒收 1 行", within());
            assertThat(visit.page.locator("[hx-trigger]")).hasCount(0);
            assertThat(visit.page.locator("main table")).containsText("月消费");
            Download rejects = visit.page.waitForDownload(() -> visit.page.click("a[href$='/rejects']"));
            assertThat(Files.readString(rejects.path())).contains(Integer.toString(ROWS + 2)).doesNotContain("many");
            visit.holds().picture("import-done-zh");
            doneInEnglishOnAPhone(visit.page.url());
        }
    }

    /** The button is where the page moves, so that it is pressed between two of its answers. */
    private static void stop(Visit visit) {
        Locator stop = visit.page.locator("form[action$='/stop'] button");
        assertThat(visit.page.locator("#progress[hx-trigger]")).isVisible();
        stop.click();
        assertThat(visit.page.locator(".sx-verdict")).containsText("已停止");
        assertThat(visit.page.locator("#progress[hx-trigger]")).hasCount(0);
        visit.holds().picture("import-stopped-zh");
    }

    private static void doneInEnglishOnAPhone(String address) {
        try (Visit visit = Visit.in("en-GB", ColorScheme.DARK, Visit.PHONE).signIn("billing")) {
            visit.open(address).holds().picture("import-done-en-dark-phone");
            assertThat(visit.page.locator("main table")).containsText("Monthly fee");
            visit.open("/imports").holds();
        }
    }

    private static LocatorAssertions.ContainsTextOptions within() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(DONE_WITHIN_MS);
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder("number,fee\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append("BR").append(String.format("%010d", i)).append(",12.50\n");
        }
        return rows.append("BR9999999999,many\n").toString();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
