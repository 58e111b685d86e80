{{
    match_members('employees', 'employee_id', [
        {
            'name': 'declared_id', 'confidence': 1,
            'lower': 'members.master_employee_id', 'higher': 'golden.source_id'
        },
        {
            'name': 'email', 'confidence': 0.95,
            'lower': 'lower(trim(members.email))', 'higher': 'lower(trim(golden.email))'
        },
    ])
}}
