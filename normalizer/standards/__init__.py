"""Records in the words of others' standards: one module each, pure functions on an ErrorRecord, nothing to install.

    problem     RFC 9457: the body and headers of an application/problem+json answer
    telemetry   OpenTelemetry: attributes of metrics and of spans
    grpc        gRPC: the status code, and a google.rpc.Status with ErrorInfo and RetryInfo
    logs        fields for logging's `extra`, a filter for its handlers, a processor for structlog

What stays out unless it is asked for: the provider's own words (`message=True`), which may say anything, and the names of the
caller's things, bucket, key and endpoint (`names=True`). What the record keeps under `native` is in none of them.
"""
