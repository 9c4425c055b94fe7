"""指标数据 across articles: filtered, compared, targets against later results, taken along."""
