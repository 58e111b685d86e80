{{ unite('survey_responses') }}
