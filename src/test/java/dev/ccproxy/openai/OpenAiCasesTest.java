package dev.ccproxy.openai;

import dev.ccproxy.CaseFile;
import dev.ccproxy.messages.TranslatorCases;

/** The cases of OpenAI's chat completions. */
class OpenAiCasesTest extends TranslatorCases {

    OpenAiCasesTest() {
        super(
                "openai",
                new OpenAiTranslator(),
                "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @Override
    protected String path(CaseFile file) {
        return "chat/completions";
    }
}
