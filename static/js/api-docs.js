// The API's description, drawn by Swagger UI. Nothing is sent to another host.
(() => {
  const root = document.getElementById("swagger-ui");
  const cookie = document.cookie.split("; ").find((part) => /^(__Host-)?csrf=/.test(part));
  window.SwaggerUIBundle({
    url: root.dataset.schema,
    domNode: root,
    deepLinking: true,
    docExpansion: "list",
    filter: true,
    persistAuthorization: false,
    validatorUrl: null,
    syntaxHighlight: { activated: false },
    presets: [window.SwaggerUIBundle.presets.apis],
    requestInterceptor: (request) => {
      if (cookie) request.headers["X-CSRFToken"] = cookie.split("=")[1];
      return request;
    },
  });
})();
