// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sample is made only where it is asked for. Its parts are there always and do nothing by themselves. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SampleSettings.class)
class SampleSetup {

    @Bean
    Sample.Parts sampleParts(SampleFounding founding, SampleIntake intake, SampleHistory history) {
        return new Sample.Parts(founding, intake, history);
    }

    @Bean
    @ConditionalOnProperty("shouxin.sample.enabled")
    Sample sample(SampleSettings settings, Sample.Parts parts, SampleProgress progress, SampleEnding ending) {
        return new Sample(settings, parts, progress, ending);
    }
}
