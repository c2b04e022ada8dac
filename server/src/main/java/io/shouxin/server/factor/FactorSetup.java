// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FactorSettings.class)
class FactorSetup implements WebMvcConfigurer {

    private final StepUpInterceptor stepUp;

    FactorSetup(StepUpInterceptor stepUp) {
        this.stepUp = stepUp;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(stepUp);
    }
}
