// SPDX-License-Identifier: Apache-2.0
package io.shouxin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One person at one browser: signs in, walks, and complains about anything the browser complains about. */
final class Visit implements AutoCloseable {

    static final int WIDE = 1366;
    static final int PHONE = 390;

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");
    private static Browser browser;

    private final BrowserContext context;
    private final String language;
    private final List<String> complaints = new ArrayList<>();
    final Page page;

    private Visit(String language, ColorScheme scheme, int width) {
        this.language = language;
        this.context = browser().newContext(new Browser.NewContextOptions()
                .setLocale(language).setColorScheme(scheme).setViewportSize(width, width == PHONE ? 844 : 768)
                .setBaseURL(RunningServer.get().address()));
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    static Visit in(String language, ColorScheme scheme, int width) {
        return new Visit(language, scheme, width);
    }

    static Visit chinese() {
        return in("zh-CN", ColorScheme.LIGHT, WIDE);
    }

    static Visit english() {
        return in("en-GB", ColorScheme.LIGHT, WIDE);
    }

    private static synchronized Browser browser() {
        if (browser == null) {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("shouxin.chromium", "/usr/bin/chromium")))
                    .setArgs(FLAGS));
        }
        return browser;
    }

    Visit signIn(String role) {
        var signIn = RunningServer.get().signIn(role);
        page.navigate("/sign-in");
        page.fill("[name=number]", signIn.path("number").asString(""));
        page.fill("[name=password]", signIn.path("password").asString(""));
        page.click("main button[type=submit], form button[type=submit]");
        page.waitForURL(url -> !url.contains("/sign-in"));
        return this;
    }

    Visit open(String path) {
        page.navigate(path);
        return this;
    }

    /** What every page owes: the browser has no complaint, and nothing makes it scroll sideways. */
    Visit holds() {
        assertThat(complaints).as("complaints of the browser on %s", page.url()).isEmpty();
        Object overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) overflow).intValue()).as("sideways scrolling on %s", page.url()).isLessThanOrEqualTo(0);
        String said = page.locator("html").getAttribute("lang");
        assertThat(said).startsWith(language.substring(0, 2));
        return this;
    }

    Visit picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        return this;
    }

    @Override
    public void close() {
        context.close();
    }
}
