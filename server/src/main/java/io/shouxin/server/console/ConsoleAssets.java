// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Sheets, scripts and fonts. A template names them without a version, as
 * {@code @{/webjars/htmx.org/dist/htmx.min.js}}; what reaches the browser carries the hash of the
 * content, so a browser may keep it for good and a new version is never mixed with an old one.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleAssets implements WebMvcConfigurer {

    private static final String API = "/api/";
    private static final String OURS = "/shouxin/";
    private static final String WEBJARS = "/webjars/";
    private static final String ECHARTS = "/webjars/echarts/";
    private static final CacheControl FOR_GOOD =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    static boolean serves(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith(OURS) || path.startsWith(WEBJARS);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        serve(registry, OURS, "classpath:/static/shouxin/");
        serve(registry, WEBJARS, "classpath:/META-INF/resources/webjars/");
        // This archive keeps its files outside the webjars folder, where the locator does not look.
        serve(registry, ECHARTS, "classpath:/META-INF/resources/_static/echarts/" + echarts() + "/");
    }

    private static void serve(ResourceHandlerRegistry registry, String path, String location) {
        registry.addResourceHandler(path + "**")
                .addResourceLocations(location)
                .setCacheControl(FOR_GOOD)
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    private static String echarts() {
        try {
            return PropertiesLoaderUtils.loadProperties(
                    new ClassPathResource("META-INF/maven/org.mvnpm/echarts/pom.properties"))
                    .getProperty("version");
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    /** Turns the addresses in templates into those with the hash; the API has no templates. */
    @Bean
    ResourceUrlEncodingFilter assetAddresses() {
        return new ResourceUrlEncodingFilter() {
            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                if (request instanceof HttpServletRequest http && http.getRequestURI().startsWith(API)) {
                    chain.doFilter(request, response);
                } else {
                    super.doFilter(request, response, chain);
                }
            }
        };
    }
}
