// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a program gets for a request that failed before any controller: the same problem document as
 * everywhere. The framework's own answer would repeat the address.
 */
@Component
class FailedRequests extends DefaultErrorAttributes {

    private final Problems problems;

    FailedRequests(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        HttpServletRequest failed = ((ServletWebRequest) request).getRequest();
        if (!Problems.wantsDocument(failed)) {
            return super.getErrorAttributes(request, ErrorAttributeOptions.defaults()
                    .excluding(ErrorAttributeOptions.Include.PATH));
        }
        Optional.ofNullable(((ServletWebRequest) request).getResponse())
                .ifPresent(response -> response.setContentType(Problems.MEDIA_TYPE.toString()));
        int status = failed.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 500;
        ProblemDetail problem = problems.ofStatus(status, getError(request));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", problem.getType());
        document.put("title", problem.getTitle());
        document.put("status", problem.getStatus());
        document.put("detail", problem.getDetail());
        Optional.ofNullable(problem.getProperties()).ifPresent(document::putAll);
        return document;
    }
}
