package dev.ccproxy.gemini;

import dev.ccproxy.CaseFile;
import dev.ccproxy.messages.TranslatorCases;

/** The cases of Gemini's API. */
class GeminiCasesTest extends TranslatorCases {

    GeminiCasesTest() {
        super(
                "gemini",
                new GeminiTranslator(),
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],"
                        + "\"generationConfig\":{\"maxOutputTokens\":100}}");
    }

    @Override
    protected String path(CaseFile file) {
        return file.section("path", "models/" + file.section("model", "m") + ":generateContent");
    }
}
